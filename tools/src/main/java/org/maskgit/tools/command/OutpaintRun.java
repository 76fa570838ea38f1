package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Collections;
import java.util.function.Function;
import org.apache.commons.cli.Options;
import org.maskgit.Editor;
import org.maskgit.GenerateRequest;
import org.maskgit.MaskGit;
import org.maskgit.Outpainted;
import org.maskgit.editing.Margins;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.editing.Placement;
import org.maskgit.editing.Seam;
import org.maskgit.sampler.StepListener;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.option.SeamOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;
import org.maskgit.tools.recipe.Recipe;

/** What {@code outpaint} and {@code panorama} share: all but how far the picture grows. */
record OutpaintRun(
    String task,
    Context context,
    SourceOptions image,
    Seam seam,
    ModelOptions files,
    LabelOptions labels,
    SamplingOptions sampling,
    SampleOutputOptions output) {
  /** Half of a window is unknown: as many steps as the official demo edits with, from the first. */
  private static final int STEPS = 12;

  private static final int START_STEP = 0;

  static Options declare() {
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOptions(SourceOptions.declare())
        .addOption(SeamOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SamplingOptions.declare(STEPS, START_STEP))
        .addOptions(SampleOutputOptions.declareWithoutSteps());
  }

  static OutpaintRun of(String task, Arguments arguments, Context context) {
    SourceOptions image = SourceOptions.of(arguments);
    ModelOptions files = ModelOptions.of(arguments, context);
    LabelOptions labels = LabelOptions.ofOptional(arguments, files.labels());
    SampleOutputOptions output = SampleOutputOptions.of(arguments);
    output.check(labels.batch(1));
    return new OutpaintRun(
        task,
        context,
        image,
        SeamOption.of(arguments),
        files,
        labels,
        SamplingOptions.of(arguments, STEPS, START_STEP),
        output);
  }

  void run(Function<Source, Margins> growth) {
    try (ModelPair model = ModelPair.load(files, context)) {
      MaskGit maskgit = model.maskgit();
      GenerateRequest request = sampling.request(labels.labels(labels.batch(1), maskgit));
      Source source = image.load(maskgit);
      Margins margins = growth.apply(source);
      OutpaintCanvas canvas = canvas(source.placement(), margins, maskgit);
      Outpainted outpainted =
          Steps.run(
              sampling,
              context,
              StepListener.none(),
              steps -> Editor.of(maskgit).outpaint(source.picture(), canvas, seam, request, steps));
      ImmutableMap<String, String> settings =
          ImmutableMap.<String, String>builder()
              .put(SeamOption.OPTION.getLongOpt(), seam.toString())
              .putAll(OutpaintRecipe.of(margins))
              .putAll(source.recipe())
              .buildOrThrow();
      new SampleWriter(output, model, context)
          .write(
              new SampledBatch(
                  task,
                  request.labels(),
                  sampling,
                  ImmutableList.copyOf(
                      Collections.nCopies(request.labels().length(), outpainted.input())),
                  new Recipe.Edit(settings),
                  outpainted.sampling(),
                  outpainted.pictures()));
    }
  }

  private static OutpaintCanvas canvas(Placement placement, Margins margins, MaskGit maskgit) {
    return OutpaintCanvas.of(placement, margins, maskgit.imageSize() / maskgit.grid());
  }
}
