package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.Editor;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.editing.Box;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Seam;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.option.SeamOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** {@code maskgit edit}. */
public final class EditCommand implements Command {
  /** The official demo edits with 12 steps and begins with step 2. */
  private static final int STEPS = 12;

  private static final int START_STEP = 2;
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
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOptions(SourceOptions.declare())
        .addOption(BOX)
        .addOption(SeamOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SamplingOptions.declare(STEPS, START_STEP))
        .addOptions(SampleOutputOptions.declare());
  }

  @Override
  public String example() {
    return "edit --model imagenet256 --image dog.jpg --box 64,32,128,144 --label tabby";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    SourceOptions options = SourceOptions.of(arguments);
    arguments.required(BOX);
    Box box = arguments.parsed(BOX, Box::parse).orElseThrow();
    Seam seam = SeamOption.of(arguments);
    ModelOptions files = ModelOptions.of(arguments, context);
    LabelOptions labels = LabelOptions.of(arguments, files.labels());
    SamplingOptions sampling = SamplingOptions.of(arguments, STEPS, START_STEP);
    int batch = labels.batch(1);
    SampleOutputOptions output = SampleOutputOptions.of(arguments);
    output.check(batch);

    try (ModelPair model = ModelPair.load(files, context)) {
      MaskGit maskgit = model.maskgit();
      GenerateRequest request = sampling.request(labels.labels(batch, maskgit));
      Source source = options.load(maskgit);
      LatentMask mask = LatentMask.of(box, maskgit.imageSize(), maskgit.grid());
      SampleWriter writer = new SampleWriter(output, model, context);
      Generation generation =
          Steps.run(
              sampling,
              context,
              writer,
              steps -> Editor.of(maskgit).inpaint(source.picture(), mask, seam, request, steps));
      ImmutableMap<String, String> settings =
          ImmutableMap.<String, String>builder()
              .put("box", box.toString())
              .put(SeamOption.OPTION.getLongOpt(), seam.toString())
              .putAll(source.recipe())
              .buildOrThrow();
      writer.write(
          SampledBatch.edited(name(), request, sampling, settings, source.placement(), generation));
    }
  }
}
