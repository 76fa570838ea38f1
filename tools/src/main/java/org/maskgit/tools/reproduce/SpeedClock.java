package org.maskgit.tools.reproduce;

import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import org.maskgit.GenerateRequest;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.command.GenerateCommand;
import org.maskgit.tools.command.ModelPair;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SamplingOptions;

/** Times what {@code generate} would do, without loading and writing. */
final class SpeedClock {
  private static final double NANOS = 1e9;

  private SpeedClock() {}

  /** Seconds of a second run: the first one builds what the others only run. */
  static double secondsOf(List<String> words, Context context) {
    Arguments arguments = Arguments.parse(new GenerateCommand(), words);
    ModelOptions files = ModelOptions.of(arguments, context);
    LabelOptions labels = LabelOptions.of(arguments, files.labels());
    SamplingOptions sampling =
        SamplingOptions.of(arguments, GenerateRequest.DEFAULT_STEPS, /* defaultStartStep= */ 0);
    try (ModelPair model = ModelPair.load(files, context)) {
      ImmutableIntArray classes = labels.labels(labels.batch(1), model.maskgit());
      GenerateRequest request = sampling.request(classes);
      model.maskgit().generate(request, step -> context.interruption().check());
      long start = System.nanoTime();
      model.maskgit().generate(request, step -> context.interruption().check());
      return (System.nanoTime() - start) / NANOS;
    }
  }
}
