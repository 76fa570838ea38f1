package org.maskgit.tools.train;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.data.ImageBatches;
import org.maskgit.tools.cli.Console;
import org.maskgit.tools.cli.Context;
import org.maskgit.training.loop.BatchSource;
import org.maskgit.training.loop.LoopConfig;
import org.maskgit.training.loop.RunFolder;
import org.maskgit.training.loop.Trainable;
import org.maskgit.training.loop.TrainingLoop;

/**
 * What both trainings do around their trainer: go on from the newest checkpoint, loop with reports,
 * and leave at the last step or when they are asked to.
 *
 * @param folder the run
 * @param saved its newest checkpoint, if it has been begun
 * @param loop when to do what
 * @param steps number of steps in all
 * @param batchSize images of a step
 * @param context where to report
 */
record LoopRun(
    RunFolder folder,
    Optional<Checkpoint> saved,
    LoopConfig loop,
    long steps,
    int batchSize,
    Context context) {

  /** Looks for the newest checkpoint, and says so if there is one. */
  static LoopRun of(RunFolder folder, LoopConfig loop, long steps, int batchSize, Context context) {
    Optional<Checkpoint> saved = folder.checkpoints().newest();
    saved.ifPresent(state -> context.console().note("Going on from %s.".formatted(state.name())));
    return new LoopRun(folder, saved, loop, steps, batchSize, context);
  }

  /** Where the data have to go on. */
  String position() {
    return saved.map(TrainingLoop::position).orElse(ImageBatches.START);
  }

  /** Trains, and prints how far it came. */
  <B> void train(Trainable<B> training, BatchSource<B> batches, RunReporter.SampleMaker samples) {
    try (RunReporter reporter =
        new RunReporter(folder, context.console(), loop, batchSize, training.steps(), samples)) {
      new TrainingLoop<>(training, batches, folder.checkpoints(), loop, steps, reporter)
          .run(context.interruption()::isRequested);
      reporter.results(training.steps());
    }
  }

  /** Says which images were passed over, if any. */
  static void noteBroken(Console console, ImmutableList<String> broken) {
    if (!broken.isEmpty()) {
      console.note("Skipped %d broken images, such as %s.".formatted(broken.size(), broken.get(0)));
    }
  }
}
