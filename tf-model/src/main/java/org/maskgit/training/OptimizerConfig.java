package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How parameters follow their gradients: AdamW (Loshchilov and Hutter, arXiv 1711.05101) with
 * warm-up, clipping and a moving average.
 *
 * @param learningRate the rate after the warm-up, above 0
 * @param schedule how the rate goes on after the warm-up
 * @param warmupSteps steps in which the rate grows from 0 in a line; 0 for none
 * @param beta1 decay of the mean of gradients, from 0 to less than 1
 * @param beta2 decay of the mean of their squares, from 0 to less than 1
 * @param epsilon added to the root of the mean square, at least 0
 * @param weightDecay share of a kernel that a step at rate 1 takes away, at least 0; biases, scales
 *     and embeddings are not decayed
 * @param clipNorm the largest norm of all gradients together; 0 for any
 * @param emaDecay decay of the moving average of the parameters, from 0 to less than 1
 */
public record OptimizerConfig(
    double learningRate,
    RateSchedule schedule,
    long warmupSteps,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    double clipNorm,
    double emaDecay) {

  /**
   * The settings of {@code maskgit_class_cond_config.py}, with the clipping of the authors' later
   * trainer in MAGVIT: theirs names none and has no code.
   */
  public static final OptimizerConfig TRANSFORMER =
      new OptimizerConfig(1e-4, RateSchedule.CONSTANT, 5000, 0.9, 0.96, 1e-8, 4.5e-2, 1.0, 0.999);

  /** The settings of {@code vqgan_config.py}: betas 0 and 0.99, no decay, no clipping. */
  public static final OptimizerConfig TOKENIZER =
      new OptimizerConfig(1e-4, RateSchedule.CONSTANT, 0, 0.0, 0.99, 1e-8, 0.0, 0.0, 0.999);

  /**
   * Checks the settings.
   *
   * @param learningRate above 0
   * @param schedule of the rate
   * @param warmupSteps at least 0
   * @param beta1 from 0 to less than 1
   * @param beta2 from 0 to less than 1
   * @param epsilon at least 0
   * @param weightDecay at least 0
   * @param clipNorm at least 0
   * @param emaDecay from 0 to less than 1
   * @throws IllegalArgumentException if a setting is something else
   */
  public OptimizerConfig {
    checkArgument(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "expected a learningRate above 0, found %s",
        learningRate);
    checkArgument(warmupSteps >= 0, "expected warmupSteps of at least 0, found %s", warmupSteps);
    requireDecay("beta1", beta1);
    requireDecay("beta2", beta2);
    requireDecay("emaDecay", emaDecay);
    checkArgument(epsilon >= 0, "expected an epsilon of at least 0, found %s", epsilon);
    checkArgument(weightDecay >= 0, "expected a weightDecay of at least 0, found %s", weightDecay);
    checkArgument(clipNorm >= 0, "expected a clipNorm of at least 0, found %s", clipNorm);
  }

  private static void requireDecay(String what, double value) {
    checkArgument(
        value >= 0 && value < 1, "expected a %s from 0 to less than 1, found %s", what, value);
  }
}
