package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.util.function.Function;
import org.apache.commons.cli.Options;
import org.maskgit.Editor;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.editing.Placement;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.Sampling;
import org.maskgit.sampler.StepListener;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.recipe.Recipe;

/**
 * What the commands share that make pictures from others: all but where the tokens come from.
 *
 * @param task the command
 * @param context where it runs
 * @param files the model
 * @param sampling how tokens are drawn
 * @param output what to write
 */
record EditRun(
    String task,
    Context context,
    ModelOptions files,
    SamplingOptions sampling,
    SampleOutputOptions output) {
  private static final int STEPS = 12;

  /** Draws the tokens that are to be made anew. */
  @FunctionalInterface
  interface Drawing {
    Drawn draw(Editor editor, GenerateRequest request, StepListener steps);
  }

  /**
   * What was drawn.
   *
   * @param input the tokens that each picture began with
   * @param sampling the tokens that came out
   * @param pictures one for each label
   */
  record Drawn(
      ImmutableList<ImmutableIntArray> input, Sampling sampling, ImmutableList<RgbImage> pictures) {

    /** Pictures of the model's size, cut to where the source lay. */
    static Drawn of(Generation generation, Placement placement) {
      return new Drawn(
          generation.input(),
          generation.sampling(),
          generation.images().stream()
              .map(image -> placement.cut(image.toRgb()))
              .collect(ImmutableList.toImmutableList()));
    }
  }

  /**
   * One run, ready to draw.
   *
   * @param settings what its recipe says
   * @param drawing how
   */
  record Edit(ImmutableMap<String, String> settings, Drawing drawing) {}

  /** Declares what all of them have; classes and files to write are declared by the command. */
  static Options declare(int startStep) {
    return ModelOptions.declare().addOptions(SamplingOptions.declare(STEPS, startStep));
  }

  static EditRun of(String task, int startStep, Arguments arguments, Context context) {
    return new EditRun(
        task,
        context,
        ModelOptions.of(arguments, context),
        SamplingOptions.of(arguments, STEPS, startStep),
        SampleOutputOptions.of(arguments));
  }

  /** Makes one picture for each label. */
  void run(LabelOptions labels, int batch, Function<MaskGit, Edit> prepare) {
    run(batch, maskgit -> labels.labels(batch, maskgit), prepare);
  }

  /** Makes so many pictures, of classes that the model gives names to. */
  void run(
      int pictures, Function<MaskGit, ImmutableIntArray> classes, Function<MaskGit, Edit> prepare) {
    output.check(pictures);
    try (ModelPair model = ModelPair.load(files, context)) {
      MaskGit maskgit = model.maskgit();
      GenerateRequest request = sampling.request(classes.apply(maskgit));
      Edit edit = prepare.apply(maskgit);
      SampleWriter writer = new SampleWriter(output, model, context);
      Drawn drawn =
          Steps.run(
              sampling,
              context,
              writer,
              steps -> edit.drawing().draw(Editor.of(maskgit), request, steps));
      writer.write(
          new SampledBatch(
              task,
              request.labels(),
              sampling,
              drawn.input(),
              new Recipe.Edit(edit.settings()),
              drawn.sampling(),
              drawn.pictures()));
    }
  }
}
