package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.stream.IntStream;
import org.maskgit.Generation;
import org.maskgit.image.RgbImage;
import org.maskgit.tools.Version;
import org.maskgit.tools.label.Labels;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.recipe.ModelFile;
import org.maskgit.tools.recipe.Recipe;

/**
 * What came out of a run, and all that went into it.
 *
 * @param task the command
 * @param labels the class of each sample
 * @param sampling how the tokens were drawn
 * @param inputTokens the tokens of each sample that the sampling began with; empty if all were
 *     masked
 * @param edit what was edited
 * @param generation what came out
 * @param rows which rows of the drawn batch were kept, one for each label
 * @param drawn how many rows were drawn together
 */
record SampledBatch(
    String task,
    ImmutableIntArray labels,
    SamplingOptions sampling,
    ImmutableList<ImmutableIntArray> inputTokens,
    Recipe.Edit edit,
    Generation generation,
    ImmutableIntArray rows,
    int drawn) {

  /** A batch of which all is kept. */
  static SampledBatch of(
      String task,
      ImmutableIntArray labels,
      SamplingOptions sampling,
      ImmutableList<ImmutableIntArray> inputTokens,
      Recipe.Edit edit,
      Generation generation) {
    return new SampledBatch(
        task,
        labels,
        sampling,
        inputTokens,
        edit,
        generation,
        ImmutableIntArray.copyOf(IntStream.range(0, labels.length())),
        labels.length());
  }

  int size() {
    return labels.length();
  }

  /** The recipe of each sample. */
  ImmutableList<Recipe> recipes(ModelPair model) {
    ModelFile transformer = model.transformer();
    ModelFile tokenizer = model.tokenizer();
    Labels names = Labels.of(model.maskgit().classNames());
    boolean named = model.maskgit().classes() == names.size();
    int side = model.maskgit().imageSize();
    int[][] tokens = generation.sampling().tokens();
    return IntStream.range(0, size())
        .mapToObj(
            i ->
                new Recipe(
                    Version.text(),
                    task,
                    transformer,
                    tokenizer,
                    new Recipe.Size(side, side),
                    new Recipe.Sample(
                        labels.get(i),
                        named ? names.name(labels.get(i)).orElse("") : "",
                        rows.get(i),
                        drawn,
                        0),
                    sampling.toRecipe(),
                    inputTokens.isEmpty() ? ImmutableIntArray.of() : inputTokens.get(i),
                    edit,
                    ImmutableIntArray.copyOf(tokens[i])))
        .collect(ImmutableList.toImmutableList());
  }

  /** The picture of each sample. */
  ImmutableList<RgbImage> pictures() {
    return generation.images().stream()
        .map(image -> image.toRgb())
        .collect(ImmutableList.toImmutableList());
  }

  /** A file name without extension for each sample, the same for the same request. */
  String name(int index) {
    return "label%d-seed%s-%d"
        .formatted(labels.get(index), sampling.seed().toString().replace('/', '.'), index);
  }
}
