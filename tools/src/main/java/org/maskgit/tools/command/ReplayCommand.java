package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Execution;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.tools.option.ModelOptions;
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
    ImmutableList<ReplayRun> runs = ReplayRun.of(file, recipes);
    ModelOptions options = ModelOptions.of(arguments, context);
    Execution execution = execution(file, options, recipes.get(0));
    try (ModelPair model = ModelPair.load(options, execution, context)) {
      int different = 0;
      for (ReplayRun run : runs) {
        int[][] tokens = run.tokens(model.maskgit(), context);
        for (Recipe recipe : run.recipes()) {
          different += differences(recipe.tokens(), tokens[recipe.sample().index()]);
        }
      }
      report(recipes, model, different, context);
    }
  }

  private static Execution execution(Path file, ModelOptions options, Recipe recipe) {
    try {
      return options.execution(recipe.compute());
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "%s carries a damaged recipe (%s).".formatted(file, e.getMessage()), e);
    }
  }

  private static void report(
      List<Recipe> recipes, ModelPair model, int different, Context context) {
    Recipe first = recipes.get(0);
    int total = recipes.stream().mapToInt(recipe -> recipe.tokens().length()).sum();
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
