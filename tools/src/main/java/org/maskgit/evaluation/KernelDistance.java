package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The kernel distance, KID (Bińkowski et al., "Demystifying MMD GANs", 2018): the unbiased estimate
 * of the squared maximum mean discrepancy with the kernel (x·y/d + 1)³. It may be below 0.
 *
 * @param value the estimate, or the mean of the estimates of subsets
 * @param deviation their population standard deviation; 0 for whole sets
 * @param subsets how many there were, 1 for whole sets
 */
public record KernelDistance(double value, double deviation, int subsets) {
  private static final int TORCH_FIDELITY_SUBSETS = 100;

  /** Samples of each of torch-fidelity's subsets. */
  public static final int TORCH_FIDELITY_SUBSET = 1000;

  /**
   * Compares whole sets.
   *
   * @param a features of one set, at least two
   * @param b features of another of the same length, at least two
   * @return the distance
   * @throws IllegalArgumentException if there are fewer, or the lengths differ
   */
  public static KernelDistance of(FeatureMatrix a, FeatureMatrix b) {
    try (PairwiseBlocks products = PairwiseBlocks.dotProducts()) {
      return new KernelDistance(estimate(products, a, b), 0, 1);
    }
  }

  /**
   * Compares the 100 random subsets of 1,000 that torch-fidelity draws.
   *
   * @param a features that it would call the first input: the generated ones
   * @param b features of the second: the reference
   * @return the distance
   * @throws IllegalArgumentException if there are fewer than 1,000 samples, or the lengths differ
   */
  public static KernelDistance torchFidelity(FeatureMatrix a, FeatureMatrix b) {
    int size = TORCH_FIDELITY_SUBSET;
    checkArgument(
        Math.min(a.count(), b.count()) >= size,
        "expected at least %s samples, found %s and %s",
        size,
        a.count(),
        b.count());
    NumpyRandom random = NumpyRandom.of(NumpyRandom.TORCH_FIDELITY_SEED);
    double[] estimates = new double[TORCH_FIDELITY_SUBSETS];
    double sum = 0;
    try (PairwiseBlocks products = PairwiseBlocks.dotProducts()) {
      for (int i = 0; i < estimates.length; i++) {
        FeatureMatrix first = a.pick(random.choice(a.count(), size));
        FeatureMatrix second = b.pick(random.choice(b.count(), size));
        estimates[i] = estimate(products, first, second);
        sum += estimates[i];
      }
    }
    double mean = sum / estimates.length;
    double squares = 0;
    for (double estimate : estimates) {
      squares += (estimate - mean) * (estimate - mean);
    }
    return new KernelDistance(mean, Math.sqrt(squares / estimates.length), estimates.length);
  }

  private static double estimate(PairwiseBlocks products, FeatureMatrix a, FeatureMatrix b) {
    checkArgument(
        a.count() >= 2 && b.count() >= 2,
        "expected at least 2 samples of each set, found %s and %s",
        a.count(),
        b.count());
    double m = a.count();
    double n = b.count();
    return sum(products, a, a, true) / (m * (m - 1))
        + sum(products, b, b, true) / (n * (n - 1))
        - 2 * sum(products, a, b, false) / (m * n);
  }

  private static double sum(
      PairwiseBlocks products, FeatureMatrix a, FeatureMatrix b, boolean withoutDiagonal) {
    double[] sum = new double[1];
    products.forEach(
        a,
        b,
        (i, j, m, n, values) -> {
          double block = 0;
          for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
              double base = values[row * n + column] / a.dimension() + 1;
              boolean self = withoutDiagonal && i + row == j + column;
              block += self ? 0 : base * base * base;
            }
          }
          sum[0] += block;
        });
    return sum[0];
  }
}
