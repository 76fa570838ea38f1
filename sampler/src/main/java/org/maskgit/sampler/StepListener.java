package org.maskgit.sampler;

/** Sees each step of a sampler. */
@FunctionalInterface
public interface StepListener {

  /**
   * Called when a step has ended, by the sampler's thread. An exception thrown here ends the run
   * before the next step and reaches the sampler's caller.
   *
   * @param step what happened
   */
  void onStep(SamplingStep step);

  /**
   * Returns a listener that does nothing.
   *
   * @return the listener
   */
  static StepListener none() {
    return step -> {};
  }
}
