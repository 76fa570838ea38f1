package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * How two sets of features cover each other, by the balls that reach from each sample to its k-th
 * nearest neighbour in its own set.
 *
 * @param precision share of generated samples that lie in some ball of the reference (Kynkäänniemi
 *     et al., "Improved precision and recall metric", 2019)
 * @param recall share of reference samples that lie in some ball of the generated ones
 * @param density mean number of balls of the reference that a generated sample lies in, divided by
 *     k (Naeem et al., "Reliable fidelity and diversity metrics", 2020); may be above 1
 * @param coverage share of reference samples whose ball holds a generated sample
 */
public record ManifoldMetrics(double precision, double recall, double density, double coverage) {

  /** In what arithmetic distances are computed. */
  public enum Distances {
    /** Squared distances in float64. */
    EXACT,
    /** Rounded to float16 where ADM's evaluator rounds: coarse, and comparable to its numbers. */
    ADM_HALF
  }

  /**
   * Compares two sets. All comparisons are of squared distances; a sample at a ball's very edge
   * lies in it for precision and recall, not for density and coverage, as in the reference codes.
   *
   * @param reference features of real samples, more than k
   * @param generated features of generated samples, more than k
   * @param k which neighbour, at least 1
   * @param distances the arithmetic
   * @return the metrics
   * @throws IllegalArgumentException if there are too few samples, or the lengths differ
   */
  public static ManifoldMetrics of(
      FeatureMatrix reference, FeatureMatrix generated, int k, Distances distances) {
    checkArgument(
        k >= 1 && k < Math.min(reference.count(), generated.count()),
        "expected k from 1 to below the number of samples, found %s for %s and %s samples",
        k,
        reference.count(),
        generated.count());
    try (PairwiseBlocks blocks =
        distances == Distances.EXACT
            ? PairwiseBlocks.squaredDistances()
            : PairwiseBlocks.halfPrecisionSquaredDistances()) {
      double[] referenceRadii = radii(blocks, reference, k);
      double[] generatedRadii = radii(blocks, generated, k);
      Tally tally = new Tally(referenceRadii, generatedRadii);
      blocks.forEach(reference, generated, tally);
      return tally.metrics(k);
    }
  }

  /** Squared distances to the k-th nearest neighbour; the nearest of all is the sample itself. */
  private static double[] radii(PairwiseBlocks blocks, FeatureMatrix features, int k) {
    double[][] nearest = new double[features.count()][k + 1];
    for (double[] row : nearest) {
      Arrays.fill(row, Double.POSITIVE_INFINITY);
    }
    blocks.forEach(
        features,
        features,
        (i, j, m, n, squared) -> {
          for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
              insert(nearest[i + row], squared[row * n + column]);
            }
          }
        });
    return Arrays.stream(nearest).mapToDouble(row -> row[k]).toArray();
  }

  private static void insert(double[] sorted, double value) {
    int at = sorted.length - 1;
    if (value < sorted[at]) {
      while (at > 0 && sorted[at - 1] > value) {
        sorted[at] = sorted[at - 1];
        at--;
      }
      sorted[at] = value;
    }
  }

  /** Counts what lies in whose ball. */
  private static final class Tally implements PairwiseBlocks.Receiver {
    private final double[] referenceRadii;
    private final double[] generatedRadii;
    private final boolean[] isPrecise;
    private final boolean[] isRecalled;
    private final boolean[] isCovered;
    private long inside;

    Tally(double[] referenceRadii, double[] generatedRadii) {
      this.referenceRadii = referenceRadii;
      this.generatedRadii = generatedRadii;
      this.isPrecise = new boolean[generatedRadii.length];
      this.isRecalled = new boolean[referenceRadii.length];
      this.isCovered = new boolean[referenceRadii.length];
    }

    @Override
    public void receive(int i, int j, int m, int n, double[] squared) {
      for (int row = 0; row < m; row++) {
        double radius = referenceRadii[i + row];
        for (int column = 0; column < n; column++) {
          double distance = squared[row * n + column];
          isPrecise[j + column] |= distance <= radius;
          isRecalled[i + row] |= distance <= generatedRadii[j + column];
          if (distance < radius) {
            inside++;
            isCovered[i + row] = true;
          }
        }
      }
    }

    ManifoldMetrics metrics(int k) {
      return new ManifoldMetrics(
          share(isPrecise),
          share(isRecalled),
          (double) inside / k / generatedRadii.length,
          share(isCovered));
    }

    private static double share(boolean[] flags) {
      int count = 0;
      for (boolean flag : flags) {
        count += flag ? 1 : 0;
      }
      return (double) count / flags.length;
    }
  }
}
