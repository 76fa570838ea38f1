package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import org.apache.commons.cli.Options;
import org.maskgit.Editor;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Seam;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.MaskOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.option.SeamOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** {@code maskgit inpaint}. */
public final class InpaintCommand implements Command {
  /** As the official demo edits. */
  private static final int STEPS = 12;

  private static final int START_STEP = 2;

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
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOptions(SourceOptions.declare())
        .addOptions(MaskOptions.declare())
        .addOption(SeamOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SamplingOptions.declare(STEPS, START_STEP))
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
    ModelOptions files = ModelOptions.of(arguments, context);
    LabelOptions labels = LabelOptions.ofOptional(arguments, files.labels());
    SamplingOptions sampling = SamplingOptions.of(arguments, STEPS, START_STEP);
    int batch = labels.batch(1);
    SampleOutputOptions output = SampleOutputOptions.of(arguments);
    output.check(batch);

    try (ModelPair model = ModelPair.load(files, context)) {
      MaskGit maskgit = model.maskgit();
      GenerateRequest request = sampling.request(labels.labels(batch, maskgit));
      Source source = options.load(maskgit);
      LatentMask mask = marked.tokens(source, maskgit);
      SampleWriter writer = new SampleWriter(output, model, context);
      Generation generation =
          Steps.run(
              sampling,
              context,
              writer,
              steps -> Editor.of(maskgit).inpaint(source.picture(), mask, seam, request, steps));
      ImmutableMap<String, String> settings =
          ImmutableMap.<String, String>builder()
              .putAll(marked.recipe())
              .put(SeamOption.OPTION.getLongOpt(), seam.toString())
              .putAll(source.recipe())
              .buildOrThrow();
      writer.write(
          SampledBatch.edited(name(), request, sampling, settings, source.placement(), generation));
    }
  }
}
