package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Map;

/**
 * Stops a training that went wrong: a loss or gradient that is no number, or a loss far above its
 * own average. One guard belongs to one training and one thread.
 */
public final class DivergenceGuard {
  private static final double DECAY = 0.98;

  private final double factor;
  private double average;
  private long seen;

  private DivergenceGuard(double factor) {
    this.factor = factor;
  }

  /**
   * Makes a guard.
   *
   * @param factor how many times its moving average (over some 50 steps) a loss may be, above 1
   * @return the guard
   * @throws IllegalArgumentException if the factor is 1 or less
   */
  public static DivergenceGuard of(double factor) {
    checkArgument(factor > 1, "expected a factor above 1, found %s", factor);
    return new DivergenceGuard(factor);
  }

  /**
   * Looks at a step.
   *
   * @param step its number, from 1
   * @param loss what must not grow far above its average; not negative
   * @param terms what must be numbers, by name
   * @throws DivergedException if it went wrong, with the step and the term
   */
  public void check(long step, double loss, Map<String, Float> terms) {
    terms.forEach((term, value) -> requireFinite(step, term, value));
    requireFinite(step, "the loss", loss);
    if (seen > 0 && loss > factor * average) {
      throw new DivergedException(
          step,
          "the loss",
          "expected at most %.3g, %.3g times its average, found %.4g"
              .formatted(factor * average, factor, loss));
    }
    double kept = Math.min(DECAY, seen / (seen + 1.0));
    average = kept * average + (1 - kept) * loss;
    seen++;
  }

  private static void requireFinite(long step, String term, double value) {
    if (!Double.isFinite(value)) {
      throw new DivergedException(
          step, term, "expected a finite number, found %s".formatted(value));
    }
  }
}
