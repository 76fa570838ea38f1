package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import org.apache.commons.cli.Options;
import org.maskgit.Editor;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.option.ShareOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** {@code maskgit variations}. */
public final class VariationsCommand implements Command {
  private static final int STEPS = 12;
  private static final int START_STEP = 0;
  private static final int BATCH = 4;

  @Override
  public String name() {
    return "variations";
  }

  @Override
  public String summary() {
    return "forget a part of a picture's tokens and make it anew, several times";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOptions(SourceOptions.declare())
        .addOption(ShareOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SamplingOptions.declare(STEPS, START_STEP))
        .addOptions(SampleOutputOptions.declare());
  }

  @Override
  public String example() {
    return "variations --image dog.jpg --start-ratio 0.4 --model imagenet256 --label pug --grid";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    SourceOptions options = SourceOptions.of(arguments);
    double share = ShareOption.of(arguments);
    ModelOptions files = ModelOptions.of(arguments, context);
    LabelOptions labels = LabelOptions.ofOptional(arguments, files.labels());
    SamplingOptions sampling = SamplingOptions.of(arguments, STEPS, START_STEP);
    int batch = labels.batch(BATCH);
    SampleOutputOptions output = SampleOutputOptions.of(arguments);
    output.check(batch);

    try (ModelPair model = ModelPair.load(files, context)) {
      MaskGit maskgit = model.maskgit();
      GenerateRequest request = sampling.request(labels.labels(batch, maskgit));
      Source source = options.load(maskgit);
      SampleWriter writer = new SampleWriter(output, model, context);
      Generation generation =
          Steps.run(
              sampling,
              context,
              writer,
              steps -> Editor.of(maskgit).vary(source.picture(), share, request, steps));
      ImmutableMap<String, String> settings =
          ImmutableMap.<String, String>builder()
              .put(ShareOption.OPTION.getLongOpt(), String.valueOf(share))
              .putAll(source.recipe())
              .buildOrThrow();
      writer.write(
          SampledBatch.edited(name(), request, sampling, settings, source.placement(), generation));
    }
  }
}
