package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Options;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.graph.Execution;
import org.maskgit.io.DataException;
import org.maskgit.sampler.StepListener;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.ExecutionOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.recipe.ModelFile;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.tools.recipe.RecipeText;

/** {@code maskgit replay FILE}. */
public final class ReplayCommand implements Command {

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public String summary() {
    return "make a picture's tokens again from its recipe, or say what differs";
  }

  @Override
  public Options options() {
    return ModelOptions.declare();
  }

  @Override
  public Operands operands() {
    return Operands.one("FILE.png");
  }

  @Override
  public String example() {
    return "replay picture.png --model imagenet256";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path file = arguments.operandPath(0);
    ImmutableList<Recipe> recipes = RecipeText.read(file);
    SamplingOptions sampling = sampling(file, recipes.get(0));
    GenerateRequest request = request(file, recipes, sampling);
    Execution execution = execution(file, arguments, recipes.get(0));
    try (ModelPair model =
        ModelPair.load(ModelOptions.of(arguments, context), execution, context)) {
      Generation generation =
          Steps.run(sampling, context, listener -> generate(file, model, request, listener));
      report(recipes, model, generation.sampling().tokens(), context);
    }
  }

  private static SamplingOptions sampling(Path file, Recipe recipe) {
    try {
      return SamplingOptions.of(recipe.sampling());
    } catch (UsageException e) {
      throw damaged(file, e);
    }
  }

  private static Execution execution(Path file, Arguments arguments, Recipe recipe) {
    try {
      return ExecutionOptions.again(arguments, recipe.compute());
    } catch (IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  private static Generation generate(
      Path file, ModelPair model, GenerateRequest request, StepListener listener) {
    try {
      return model.maskgit().generate(request, listener);
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "The recipe of %s doesn't fit this model: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Asks for the whole batch again. Cells that a picture doesn't carry get the first recipe's label
   * and input: they take part in the noise by their number only.
   */
  private static GenerateRequest request(
      Path file, List<Recipe> recipes, SamplingOptions sampling) {
    Recipe first = recipes.get(0);
    int batch = first.sample().batch();
    List<Integer> labels = new ArrayList<>();
    List<ImmutableIntArray> inputs = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      labels.add(first.sample().label());
      inputs.add(first.inputTokens());
    }
    for (Recipe recipe : recipes) {
      int index = recipe.sample().index();
      if (!recipe.sampling().equals(first.sampling())
          || !recipe.compute().equals(first.compute())
          || recipe.sample().batch() != batch
          || index < 0
          || index >= batch
          || recipe.inputTokens().isEmpty() != first.inputTokens().isEmpty()) {
        throw damaged(file, new IllegalArgumentException("its cells are of different runs"));
      }
      labels.set(index, recipe.sample().label());
      inputs.set(index, recipe.inputTokens());
    }
    GenerateRequest request = sampling.request(ImmutableIntArray.copyOf(labels));
    return first.inputTokens().isEmpty()
        ? request
        : request.withInputTokens(
            inputs.stream().map(ImmutableIntArray::toArray).toArray(int[][]::new));
  }

  private static DataException damaged(Path file, RuntimeException e) {
    return new DataException(
        "%s carries a damaged recipe (%s).".formatted(file, e.getMessage()), e);
  }

  private static void report(
      List<Recipe> recipes, ModelPair model, int[][] tokens, Context context) {
    Recipe first = recipes.get(0);
    int total = 0;
    int different = 0;
    for (Recipe recipe : recipes) {
      int[] again = tokens[recipe.sample().index()];
      total += again.length;
      different += differences(recipe.tokens(), again);
    }
    String transformer = compare(first.transformer(), model.transformer());
    String tokenizer = compare(first.tokenizer(), model.tokenizer());

    JsonObject json = new JsonObject();
    json.addProperty("tokens", total);
    json.addProperty("different_tokens", different);
    json.addProperty("transformer", transformer);
    json.addProperty("tokenizer", tokenizer);
    json.addProperty("version", first.version());
    context
        .console()
        .results(
            json,
            List.of(
                "transformer  " + transformer,
                "tokenizer    " + tokenizer,
                different == 0
                    ? "tokens       all %d are the same".formatted(total)
                    : "tokens       %d of %d differ".formatted(different, total)));
    if (different > 0) {
      throw new DataException(
          "The tokens are not the same: %d of %d differ; take the weights that the recipe names."
              .formatted(different, total));
    }
  }

  private static String compare(ModelFile then, ModelFile now) {
    return then.sha256().equals(now.sha256())
        ? "the same file"
        : "another file: %s (SHA-256 %s…) then, %s (%s…) now"
            .formatted(then.name(), then.shortHash(), now.name(), now.shortHash());
  }

  private static int differences(ImmutableIntArray then, int[] now) {
    int different = Math.abs(then.length() - now.length);
    for (int i = 0; i < Math.min(then.length(), now.length); i++) {
      if (then.get(i) != now[i]) {
        different++;
      }
    }
    return different;
  }
}
