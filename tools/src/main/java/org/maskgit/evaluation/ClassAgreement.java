package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * How often generated pictures look like their class: a classifier made of the reference pictures
 * alone finds the class of each generated one. It takes the class whose mean features are nearest,
 * each feature measured in its standard deviation within classes (a linear discriminant with a
 * diagonal covariance), which needs no training and holds with few pictures. Immutable; safe for
 * use by several threads.
 */
public final class ClassAgreement {
  private final double[][] means;
  private final boolean[] known;
  private final double[] scales;

  private ClassAgreement(double[][] means, boolean[] known, double[] scales) {
    this.means = means;
    this.known = known;
    this.scales = scales;
  }

  /**
   * Makes the classifier.
   *
   * @param features of the reference pictures
   * @param labels the class of each, from 0
   * @return the classifier
   * @throws IllegalArgumentException if there is not a label for each picture
   */
  public static ClassAgreement of(FeatureMatrix features, int[] labels) {
    checkArgument(
        features.count() == labels.length,
        "expected a label for each of %s pictures, found %s",
        features.count(),
        labels.length);
    int classes = Arrays.stream(labels).max().orElseThrow() + 1;
    int dimension = features.dimension();
    double[][] means = new double[classes][dimension];
    int[] counts = new int[classes];
    for (int i = 0; i < labels.length; i++) {
      double[] row = features.rows(i, i + 1);
      counts[labels[i]]++;
      for (int j = 0; j < dimension; j++) {
        means[labels[i]][j] += row[j];
      }
    }
    boolean[] known = new boolean[classes];
    for (int c = 0; c < classes; c++) {
      known[c] = counts[c] > 0;
      for (int j = 0; j < dimension && known[c]; j++) {
        means[c][j] /= counts[c];
      }
    }
    double[] scales = new double[dimension];
    for (int i = 0; i < labels.length; i++) {
      double[] row = features.rows(i, i + 1);
      for (int j = 0; j < dimension; j++) {
        double difference = row[j] - means[labels[i]][j];
        scales[j] += difference * difference / labels.length;
      }
    }
    for (int j = 0; j < dimension; j++) {
      // A feature that never changes within a class tells nothing: it may be 0 everywhere.
      scales[j] = scales[j] > 0 ? 1 / scales[j] : 0;
    }
    return new ClassAgreement(means, known, scales);
  }

  /**
   * Scores pictures.
   *
   * @param features of the pictures, as long as the reference's
   * @param labels the class that each should be of
   * @return the share that is found to be of its class, from 0 to 1
   * @throws IllegalArgumentException if there is not a label for each, or the lengths differ
   */
  public double score(FeatureMatrix features, int[] labels) {
    checkArgument(
        features.count() == labels.length && features.dimension() == scales.length,
        "expected %s features and a label for each of %s pictures, found %s and %s",
        scales.length,
        features.count(),
        features.dimension(),
        labels.length);
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += nearest(features.rows(i, i + 1)) == labels[i] ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  private int nearest(double[] row) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int j = 0; j < row.length; j++) {
        double difference = row[j] - means[c][j];
        distance += difference * difference * scales[j];
      }
      if (known[c] && distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }
}
