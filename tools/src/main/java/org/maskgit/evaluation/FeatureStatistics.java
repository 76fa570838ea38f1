package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.stream.IntStream;

/**
 * Count, mean and scatter of features in float64, merged from groups (Chan, Golub and LeVeque,
 * "Algorithms for computing the sample variance", 1983).
 *
 * <p>The same groups merged in the same order give the same bits on every machine, whatever the
 * number of threads: each element is summed by one thread in the order of the rows, in Java's
 * strict arithmetic. Immutable; safe for use by several threads.
 */
public final class FeatureStatistics {
  /** Rows of a group where nobody says otherwise. */
  static final int GROUP = 1024;

  /** Rows that are added at once: with features of 2,048 numbers they fit a core's cache. */
  private static final int TILE = 64;

  private final long count;
  private final double[] mean;
  private final double[] scatter; // sum of (x - mean)(x - mean)ᵀ, [d, d]; only j >= i is filled

  private FeatureStatistics(long count, double[] mean, double[] scatter) {
    this.count = count;
    this.mean = mean;
    this.scatter = scatter;
  }

  /**
   * Sums up samples in groups of 1,024.
   *
   * @param features the samples
   * @return their statistics
   */
  public static FeatureStatistics of(FeatureMatrix features) {
    return of(features, GROUP);
  }

  /**
   * Sums up samples in groups.
   *
   * @param features the samples
   * @param group rows of a group, at least 1
   * @return their statistics, which depend on the grouping only by rounding
   */
  public static FeatureStatistics of(FeatureMatrix features, int group) {
    checkArgument(group >= 1, "expected groups of at least 1, found %s", group);
    FeatureStatistics all =
        ofGroup(features.rows(0, Math.min(group, features.count())), features.dimension());
    for (int from = group; from < features.count(); from += group) {
      int to = Math.min(from + group, features.count());
      all = all.merge(ofGroup(features.rows(from, to), features.dimension()));
    }
    return all;
  }

  /**
   * Sums up one group.
   *
   * @param rows n · d numbers in C order
   * @param dimension d
   * @return its statistics
   * @throws IllegalArgumentException if the length is no multiple of d
   */
  public static FeatureStatistics ofGroup(double[] rows, int dimension) {
    checkArgument(
        rows.length > 0 && rows.length % dimension == 0,
        "expected whole rows of %s numbers, found %s numbers",
        dimension,
        rows.length);
    int count = rows.length / dimension;
    double[] mean = new double[dimension];
    for (int at = 0; at < rows.length; at += dimension) {
      for (int j = 0; j < dimension; j++) {
        mean[j] += rows[at + j];
      }
    }
    for (int j = 0; j < dimension; j++) {
      mean[j] /= count;
    }
    return new FeatureStatistics(count, mean, scatter(rows, mean));
  }

  private static double[] scatter(double[] rows, double[] mean) {
    int d = mean.length;
    int count = rows.length / d;
    double[] scatter = new double[Math.multiplyExact(d, d)];
    for (int from = 0; from < count; from += TILE) {
      double[][] tile = new double[Math.min(TILE, count - from)][d];
      for (int r = 0; r < tile.length; r++) {
        for (int j = 0; j < d; j++) {
          tile[r][j] = rows[(from + r) * d + j] - mean[j];
        }
      }
      IntStream.range(0, d).parallel().forEach(i -> addProducts(scatter, tile, i));
    }
    return scatter;
  }

  private static void addProducts(double[] scatter, double[][] tile, int i) {
    int d = tile[0].length;
    double[] sums = new double[d - i];
    System.arraycopy(scatter, i * d + i, sums, 0, sums.length);
    for (double[] row : tile) {
      double factor = row[i];
      for (int j = 0; j < sums.length; j++) {
        sums[j] += factor * row[i + j];
      }
    }
    System.arraycopy(sums, 0, scatter, i * d + i, sums.length);
  }

  /**
   * Joins two sets of samples.
   *
   * @param other of features of the same length
   * @return the statistics of both
   * @throws IllegalArgumentException if the lengths differ
   */
  public FeatureStatistics merge(FeatureStatistics other) {
    int d = mean.length;
    checkArgument(
        d == other.mean.length, "expected features of %s, found %s", d, other.mean.length);
    long total = count + other.count;
    double share = (double) other.count / total;
    double weight = count * share;
    double[] difference = new double[d];
    double[] merged = new double[d];
    for (int j = 0; j < d; j++) {
      difference[j] = other.mean[j] - mean[j];
      merged[j] = mean[j] + difference[j] * share;
    }
    double[] sum = new double[scatter.length];
    for (int i = 0; i < d; i++) {
      double factor = weight * difference[i];
      for (int j = i; j < d; j++) {
        int at = i * d + j;
        sum[at] = scatter[at] + other.scatter[at] + factor * difference[j];
      }
    }
    return new FeatureStatistics(total, merged, sum);
  }

  /**
   * Returns the number of samples.
   *
   * @return at least 1
   */
  public long count() {
    return count;
  }

  /**
   * Returns mean and covariance, the latter divided by n − 1 as {@code numpy.cov} does.
   *
   * @return the moments
   * @throws IllegalStateException if there are fewer than two samples
   */
  public GaussianMoments moments() {
    if (count < 2) {
      throw new IllegalStateException("expected at least 2 samples for a covariance, found 1");
    }
    int d = mean.length;
    double[] covariance = new double[scatter.length];
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        covariance[i * d + j] = scatter[i * d + j] / (count - 1);
        covariance[j * d + i] = covariance[i * d + j];
      }
    }
    return new GaussianMoments(mean.clone(), covariance);
  }
}
