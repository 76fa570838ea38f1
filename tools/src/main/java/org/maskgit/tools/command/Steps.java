package org.maskgit.tools.command;

import java.util.function.Function;
import org.maskgit.sampler.StepListener;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.option.SamplingOptions;

/** Runs a sampler with a progress line, between whose steps the run can be stopped. */
final class Steps {
  private Steps() {}

  /** Runs {@code work}; {@code also} sees each step as well. */
  static <T> T run(
      SamplingOptions sampling,
      Context context,
      StepListener also,
      Function<StepListener, T> work) {
    int first = sampling.startStep();
    context.interruption().check();
    try (Progress progress = context.console().progress("Sampling", 0, Progress.Unit.STEPS)) {
      T result =
          work.apply(
              step -> {
                progress.at(step.step() - first + 1, step.steps() - first);
                context.interruption().check();
                also.onStep(step);
              });
      context.interruption().check();
      return result;
    }
  }
}
