package org.maskgit.tools.command;

import java.util.function.Function;
import org.maskgit.Generation;
import org.maskgit.sampler.StepListener;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.option.SamplingOptions;

/** Runs a sampler with a progress line, between whose steps the run can be stopped. */
final class Steps {
  private Steps() {}

  static Generation run(
      SamplingOptions sampling, Context context, Function<StepListener, Generation> work) {
    int first = sampling.startStep();
    context.interruption().check();
    try (Progress progress = context.console().progress("Sampling", 0, Progress.Unit.STEPS)) {
      Generation generation =
          work.apply(
              step -> {
                progress.at(step.step() - first + 1, step.steps() - first);
                context.interruption().check();
              });
      context.interruption().check();
      return generation;
    }
  }
}
