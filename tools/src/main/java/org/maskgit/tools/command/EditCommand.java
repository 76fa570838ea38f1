package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.editing.Box;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Seam;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SeamOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** {@code maskgit edit}. */
public final class EditCommand implements Command {
  /** The official demo begins with step 2 of 12. */
  static final int START_STEP = 2;

  private static final Option BOX =
      StandardOptions.valued(
          "box", "TOP,LEFT,HEIGHT,WIDTH", "what to make anew, in pixels of the resized picture");

  @Override
  public String name() {
    return "edit";
  }

  @Override
  public String summary() {
    return "give a box of a picture a new class";
  }

  @Override
  public Options options() {
    return EditRun.declare(START_STEP)
        .addOptions(SourceOptions.declare())
        .addOption(BOX)
        .addOption(SeamOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SampleOutputOptions.declare());
  }

  @Override
  public String example() {
    return "edit --model imagenet256 --image dog.jpg --box 64,32,128,144 --label tabby";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    SourceOptions options = SourceOptions.of(arguments);
    Box box = arguments.requiredParsed(BOX, Box::parse);
    Seam seam = SeamOption.of(arguments);
    EditRun run = EditRun.of(name(), START_STEP, arguments, context);
    LabelOptions labels = LabelOptions.of(arguments, run.files().labels());
    run.run(
        labels,
        labels.batch(1),
        maskgit -> {
          Source source = options.load(maskgit);
          LatentMask mask = LatentMask.of(box, maskgit.imageSize(), maskgit.grid());
          ImmutableMap<String, String> marked = ImmutableMap.of("box", box.toString());
          return InpaintCommand.inpainting(source, mask, marked, seam);
        });
  }
}
