package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.apache.commons.cli.Options;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Seam;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.MaskOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SeamOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** {@code maskgit inpaint}. */
public final class InpaintCommand implements Command {
  @Override
  public String name() {
    return "inpaint";
  }

  @Override
  public String summary() {
    return "make the masked parts of a picture anew";
  }

  @Override
  public Options options() {
    return EditRun.declare(EditCommand.START_STEP)
        .addOptions(SourceOptions.declare())
        .addOptions(MaskOptions.declare())
        .addOption(SeamOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SampleOutputOptions.declare());
  }

  @Override
  public String example() {
    return "inpaint --image dog.jpg --mask leash.png --model imagenet256 --label pug --output pug.png";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    SourceOptions options = SourceOptions.of(arguments);
    MaskOptions marked = MaskOptions.of(arguments);
    Seam seam = SeamOption.of(arguments);
    EditRun run = EditRun.of(name(), EditCommand.START_STEP, arguments, context);
    LabelOptions labels = LabelOptions.ofOptional(arguments, run.files().labels());
    run.run(
        labels,
        labels.batch(1),
        maskgit -> {
          Source source = options.load(maskgit);
          LatentMask mask = marked.tokens(source, maskgit);
          return inpainting(source, mask, marked.recipe(), seam);
        });
  }

  /** Makes what is marked anew, however it was marked. */
  static EditRun.Edit inpainting(
      Source source, LatentMask mask, Map<String, String> marked, Seam seam) {
    ImmutableMap<String, String> settings =
        ImmutableMap.<String, String>builder()
            .putAll(marked)
            .put(SeamOption.OPTION.getLongOpt(), seam.toString())
            .putAll(source.recipe())
            .buildOrThrow();
    return new EditRun.Edit(
        settings,
        (editor, request, steps) ->
            EditRun.Drawn.of(
                editor.inpaint(source.picture(), mask, seam, request, steps), source.placement()));
  }
}
