package org.maskgit.training.loop;

import java.nio.file.Path;
import java.time.Duration;

/** Is told what happens in a loop, on the loop's thread. What it throws ends the run. */
public interface LoopListener {

  /**
   * A step has ended.
   *
   * @param progress how far and how fast the run is
   * @param metrics what the step found
   */
  default void onStep(LoopProgress progress, StepMetrics metrics) {}

  /**
   * It is time for a grid of samples.
   *
   * @param step the number of steps so far
   */
  default void onSamples(long step) {}

  /**
   * A checkpoint has been written.
   *
   * @param file the checkpoint
   * @param step the number of steps it holds
   * @param took how long the training waited for it
   */
  default void onCheckpoint(Path file, long step, Duration took) {}

  /**
   * A checkpoint could not be written; the training goes on, and the older ones are untouched.
   *
   * @param step the number of steps so far
   * @param reason one sentence
   */
  default void onCheckpointFailed(long step, String reason) {}
}
