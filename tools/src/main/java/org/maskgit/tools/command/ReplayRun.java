package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.maskgit.Editor;
import org.maskgit.GenerateRequest;
import org.maskgit.MaskGit;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.io.DataException;
import org.maskgit.sampler.Sampling;
import org.maskgit.sampler.StepListener;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.recipe.Recipe;

/**
 * Recipes of one run: samples that were drawn together.
 *
 * @param file names them in errors
 * @param recipes of different places in one batch
 */
record ReplayRun(Path file, ImmutableList<Recipe> recipes) {

  /** Sorts the recipes of a picture into runs: a sheet of a grid has many. */
  static ImmutableList<ReplayRun> of(Path file, List<Recipe> recipes) {
    ImmutableList.Builder<ReplayRun> runs = ImmutableList.builder();
    List<Recipe> run = new ArrayList<>();
    for (Recipe recipe : recipes) {
      if (!run.isEmpty() && !belongs(recipe, run)) {
        runs.add(new ReplayRun(file, ImmutableList.copyOf(run)));
        run.clear();
      }
      run.add(recipe);
    }
    return runs.add(new ReplayRun(file, ImmutableList.copyOf(run))).build();
  }

  private static boolean belongs(Recipe recipe, List<Recipe> run) {
    Recipe first = run.get(0);
    return recipe.sampling().equals(first.sampling())
        && recipe.edit().equals(first.edit())
        && recipe.sample().batch() == first.sample().batch()
        && recipe.sample().first() == first.sample().first()
        && recipe.inputTokens().isEmpty() == first.inputTokens().isEmpty()
        && run.stream().noneMatch(other -> other.sample().index() == recipe.sample().index());
  }

  /**
   * Draws the tokens again.
   *
   * @return [batch][tokens]
   * @throws DataException if the recipe is damaged, or doesn't fit the model
   */
  int[][] tokens(MaskGit maskgit, Context context) {
    SamplingOptions sampling = sampling();
    GenerateRequest request = request(sampling);
    return Steps.run(
            sampling, context, StepListener.none(), steps -> sample(maskgit, request, steps))
        .tokens();
  }

  private SamplingOptions sampling() {
    try {
      return SamplingOptions.of(recipes.get(0).sampling());
    } catch (UsageException e) {
      throw damaged(e);
    }
  }

  private Sampling sample(MaskGit maskgit, GenerateRequest request, StepListener listener) {
    Recipe first = recipes.get(0);
    try {
      if (OutpaintRecipe.isOutpainted(first)) {
        OutpaintCanvas canvas = OutpaintRecipe.canvas(first, maskgit);
        int[] known = first.inputTokens().toArray();
        return Editor.of(maskgit).outpaintTokens(canvas, known, request, listener);
      }
      return maskgit.generate(withInput(request), listener).sampling();
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "The recipe of %s doesn't fit this model: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Asks for the whole batch again. Samples that a picture doesn't carry get the first recipe's
   * label and input: they take part in the noise by their number only.
   */
  private GenerateRequest request(SamplingOptions sampling) {
    int batch = recipes.get(0).sample().batch();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < batch; i++) {
      labels.add(recipes.get(0).sample().label());
    }
    for (Recipe recipe : recipes) {
      int index = recipe.sample().index();
      if (index < 0 || index >= batch) {
        throw damaged(new IllegalArgumentException("sample %d of %d".formatted(index, batch)));
      }
      labels.set(index, recipe.sample().label());
    }
    return sampling
        .request(ImmutableIntArray.copyOf(labels))
        .withFirstImage(recipes.get(0).sample().first());
  }

  private GenerateRequest withInput(GenerateRequest request) {
    if (recipes.get(0).inputTokens().isEmpty()) {
      return request;
    }
    int[][] inputs = new int[request.labels().length()][];
    Arrays.fill(inputs, recipes.get(0).inputTokens().toArray());
    for (Recipe recipe : recipes) {
      inputs[recipe.sample().index()] = recipe.inputTokens().toArray();
    }
    return request.withInputTokens(inputs);
  }

  private DataException damaged(RuntimeException e) {
    return new DataException(
        "%s carries a damaged recipe (%s).".formatted(file, e.getMessage()), e);
  }
}
