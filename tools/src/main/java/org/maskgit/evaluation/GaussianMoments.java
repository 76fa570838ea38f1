package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Mean and covariance of features, which is all that a Fréchet distance sees.
 *
 * @param mean [d]
 * @param covariance [d, d] in C order, symmetric; kept uncopied, so nobody may change it
 */
public record GaussianMoments(double[] mean, double[] covariance) {

  /**
   * Checks the sizes.
   *
   * @param mean [d]
   * @param covariance [d, d]
   * @throws IllegalArgumentException if they don't fit each other
   */
  public GaussianMoments {
    checkArgument(
        mean.length > 0 && covariance.length == (long) mean.length * mean.length,
        "expected a mean of d numbers and a covariance of d², found %s and %s",
        mean.length,
        covariance.length);
  }

  /**
   * Returns the length of a feature vector.
   *
   * @return d
   */
  public int dimension() {
    return mean.length;
  }

  /**
   * Returns the sum of the variances.
   *
   * @return the covariance's trace
   */
  public double trace() {
    double trace = 0;
    for (int i = 0; i < mean.length; i++) {
      trace += covariance[i * mean.length + i];
    }
    return trace;
  }
}
