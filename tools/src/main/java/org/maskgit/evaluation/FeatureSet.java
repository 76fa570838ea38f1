package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * What is known of a set of pictures: features and logits of each, or only the moments of their
 * features, as published reference files have them.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class FeatureSet {
  private final String source;
  private final Optional<FeatureMatrix> features;
  private final Optional<FeatureMatrix> logits;
  private final Optional<GaussianMoments> moments;
  private final Optional<GaussianMoments> spatialMoments;

  private FeatureSet(
      String source,
      Optional<FeatureMatrix> features,
      Optional<FeatureMatrix> logits,
      Optional<GaussianMoments> moments,
      Optional<GaussianMoments> spatialMoments) {
    this.source = source;
    this.features = features;
    this.logits = logits;
    this.moments = moments;
    this.spatialMoments = spatialMoments;
  }

  /**
   * Begins with features.
   *
   * @param source what to call the set in errors
   * @param features [n, d]
   * @return the set
   */
  public static FeatureSet of(String source, FeatureMatrix features) {
    return new FeatureSet(
        source, Optional.of(features), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Begins with moments alone, which allow a Fréchet distance only.
   *
   * @param source what to call the set in errors
   * @param moments of the features
   * @return the set
   */
  public static FeatureSet of(String source, GaussianMoments moments) {
    return new FeatureSet(
        source, Optional.empty(), Optional.empty(), Optional.of(moments), Optional.empty());
  }

  /**
   * Adds logits.
   *
   * @param added [n, classes], as many rows as features
   * @return a set with them
   * @throws IllegalArgumentException if there are more or fewer
   */
  public FeatureSet withLogits(FeatureMatrix added) {
    checkArgument(
        features.isPresent() && features.get().count() == added.count(),
        "expected logits for each of %s samples, found %s",
        count(),
        added.count());
    return new FeatureSet(source, features, Optional.of(added), moments, spatialMoments);
  }

  /**
   * Replaces the moments of the features, for instance by those of a larger set.
   *
   * @param given of features of the same length
   * @return a set with them
   */
  public FeatureSet withMoments(GaussianMoments given) {
    return new FeatureSet(source, features, logits, Optional.of(given), spatialMoments);
  }

  /**
   * Adds the moments of spatial features, which sFID compares.
   *
   * @param given of the spatial features
   * @return a set with them
   */
  public FeatureSet withSpatialMoments(GaussianMoments given) {
    return new FeatureSet(source, features, logits, moments, Optional.of(given));
  }

  /**
   * Names the set.
   *
   * @return what it was made of
   */
  public String source() {
    return source;
  }

  /**
   * Returns the number of samples with features.
   *
   * @return at least 0; 0 if only moments are known
   */
  public int count() {
    return features.map(FeatureMatrix::count).orElse(0);
  }

  /**
   * Returns the features.
   *
   * @return [n, d], unless only moments are known
   */
  public Optional<FeatureMatrix> features() {
    return features;
  }

  /**
   * Returns the logits.
   *
   * @return [n, classes], if there are any
   */
  public Optional<FeatureMatrix> logits() {
    return logits;
  }

  /**
   * Says whether the moments were given, not computed of the features.
   *
   * @return true if they were
   */
  public boolean hasGivenMoments() {
    return moments.isPresent();
  }

  /**
   * Returns the moments of the features, computing them if they weren't given.
   *
   * @return the moments, unless there are fewer than two samples
   */
  public Optional<GaussianMoments> moments() {
    return moments.or(
        () ->
            features
                .filter(matrix -> matrix.count() > 1)
                .map(matrix -> FeatureStatistics.of(matrix).moments()));
  }

  /**
   * Returns the moments of the spatial features.
   *
   * @return the moments, if there are any
   */
  public Optional<GaussianMoments> spatialMoments() {
    return spatialMoments;
  }
}
