package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Collections;
import java.util.function.Function;
import org.apache.commons.cli.Options;
import org.maskgit.MaskGit;
import org.maskgit.Outpainted;
import org.maskgit.editing.Margins;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.editing.Seam;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SeamOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** What {@code outpaint} and {@code panorama} share: all but how far the picture grows. */
final class OutpaintRun {
  private static final int START_STEP = 0;

  private OutpaintRun() {}

  static Options declare() {
    return EditRun.declare(START_STEP)
        .addOptions(SourceOptions.declare())
        .addOption(SeamOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SampleOutputOptions.declareWithoutSteps());
  }

  static void run(
      String task, Arguments arguments, Context context, Function<Source, Margins> growth) {
    SourceOptions image = SourceOptions.of(arguments);
    Seam seam = SeamOption.of(arguments);
    EditRun run = EditRun.of(task, START_STEP, arguments, context);
    LabelOptions labels = LabelOptions.ofOptional(arguments, run.files().labels());
    run.run(
        labels,
        labels.batch(1),
        maskgit -> {
          Source source = image.load(maskgit);
          return outpainting(source, growth.apply(source), seam, maskgit);
        });
  }

  private static EditRun.Edit outpainting(
      Source source, Margins margins, Seam seam, MaskGit maskgit) {
    OutpaintCanvas canvas =
        OutpaintCanvas.of(source.placement(), margins, maskgit.imageSize() / maskgit.grid());
    ImmutableMap<String, String> settings =
        ImmutableMap.<String, String>builder()
            .put(SeamOption.OPTION.getLongOpt(), seam.toString())
            .putAll(OutpaintRecipe.of(margins))
            .putAll(source.recipe())
            .buildOrThrow();
    return new EditRun.Edit(
        settings,
        (editor, request, steps) -> {
          Outpainted made = editor.outpaint(source.picture(), canvas, seam, request, steps);
          return new EditRun.Drawn(
              ImmutableList.copyOf(Collections.nCopies(made.pictures().size(), made.input())),
              made.sampling(),
              made.pictures());
        });
  }
}
