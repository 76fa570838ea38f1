package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.stream.IntStream;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.image.Image;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.Sampling;
import org.maskgit.tools.cli.Version;
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
 * @param result the tokens
 * @param pictures the picture of each sample
 * @param rows which rows of the drawn batch these are
 * @param drawn how many rows were drawn together
 */
record SampledBatch(
    String task,
    ImmutableIntArray labels,
    SamplingOptions sampling,
    ImmutableList<ImmutableIntArray> inputTokens,
    Recipe.Edit edit,
    Sampling result,
    ImmutableList<RgbImage> pictures,
    ImmutableIntArray rows,
    int drawn) {
  private static final String NO_CLASS = "no class";

  /** All rows of a drawn batch. */
  SampledBatch(
      String task,
      ImmutableIntArray labels,
      SamplingOptions sampling,
      ImmutableList<ImmutableIntArray> inputTokens,
      Recipe.Edit edit,
      Sampling result,
      ImmutableList<RgbImage> pictures) {
    this(
        task,
        labels,
        sampling,
        inputTokens,
        edit,
        result,
        pictures,
        ImmutableIntArray.copyOf(IntStream.range(0, labels.length())),
        labels.length());
  }

  /** What came out of {@code generate}. */
  static SampledBatch generated(
      GenerateRequest request, SamplingOptions sampling, Generation generation) {
    return new SampledBatch(
        "generate",
        request.labels(),
        sampling,
        request.inputTokens(),
        Recipe.Edit.NONE,
        generation.sampling(),
        pictures(generation));
  }

  static ImmutableList<RgbImage> pictures(Generation generation) {
    return generation.images().stream().map(Image::toRgb).collect(ImmutableList.toImmutableList());
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
    int[][] tokens = result.tokens();
    return IntStream.range(0, size())
        .mapToObj(
            i ->
                new Recipe(
                    Version.text(),
                    task,
                    transformer,
                    tokenizer,
                    new Recipe.Size(pictures.get(i).height(), pictures.get(i).width()),
                    new Recipe.Sample(
                        labels.get(i),
                        named ? names.name(labels.get(i)).orElse(NO_CLASS) : "",
                        rows.get(i),
                        drawn,
                        0),
                    sampling.toRecipe(),
                    Recipe.Compute.of(model.maskgit().execution()),
                    inputTokens.isEmpty() ? ImmutableIntArray.of() : inputTokens.get(i),
                    edit,
                    ImmutableIntArray.copyOf(tokens[i])))
        .collect(ImmutableList.toImmutableList());
  }

  /** A file name without extension for each sample, the same for the same request. */
  String name(int index) {
    return "label%d-seed%s-%d"
        .formatted(labels.get(index), sampling.seed().toString().replace('/', '.'), index);
  }
}
