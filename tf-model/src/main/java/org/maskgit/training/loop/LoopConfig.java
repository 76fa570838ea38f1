package org.maskgit.training.loop;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * When the loop does what besides training. None of it changes what is trained.
 *
 * @param checkpointSteps steps from one checkpoint to the next; 0 for none by steps
 * @param checkpointMinutes minutes after which one is written all the same; 0 for none by time
 * @param keepLast how many of the newest checkpoints stay
 * @param keepEvery of every so many steps one checkpoint stays for good; 0 for none
 * @param logSteps steps from one logged step to the next
 * @param sampleSteps steps from one grid of samples to the next; 0 for none
 * @param divergenceFactor how many times its moving average a loss may be
 */
public record LoopConfig(
    long checkpointSteps,
    double checkpointMinutes,
    int keepLast,
    long keepEvery,
    long logSteps,
    long sampleSteps,
    double divergenceFactor) {

  /** Every 1,000 steps or 10 minutes, the last 3 stay and one of every 10,000 steps. */
  public static final LoopConfig DEFAULT = new LoopConfig(1_000, 10, 3, 10_000, 20, 1_000, 20);

  /**
   * Checks the settings.
   *
   * @param checkpointSteps at least 0
   * @param checkpointMinutes at least 0
   * @param keepLast at least 1
   * @param keepEvery at least 0
   * @param logSteps at least 1
   * @param sampleSteps at least 0
   * @param divergenceFactor above 1
   * @throws IllegalArgumentException if a setting is something else
   */
  public LoopConfig {
    checkArgument(
        checkpointSteps >= 0, "expected checkpointSteps of at least 0, found %s", checkpointSteps);
    checkArgument(
        checkpointMinutes >= 0,
        "expected checkpointMinutes of at least 0, found %s",
        checkpointMinutes);
    checkArgument(keepLast >= 1, "expected a keepLast of at least 1, found %s", keepLast);
    checkArgument(keepEvery >= 0, "expected a keepEvery of at least 0, found %s", keepEvery);
    checkArgument(logSteps >= 1, "expected logSteps of at least 1, found %s", logSteps);
    checkArgument(sampleSteps >= 0, "expected sampleSteps of at least 0, found %s", sampleSteps);
    checkArgument(
        divergenceFactor > 1, "expected a divergenceFactor above 1, found %s", divergenceFactor);
  }
}
