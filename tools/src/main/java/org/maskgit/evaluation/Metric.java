package org.maskgit.evaluation;

/** A number that says how good generated pictures are. */
public enum Metric {
  /** Fréchet distance of features. */
  FID(MetricGroup.FID),
  /** Fréchet distance of spatial features. */
  SFID(MetricGroup.FID),
  /** Inception Score, mean over splits. */
  IS_MEAN(MetricGroup.IS),
  /** Standard deviation of the Inception Score over splits. */
  IS_STD(MetricGroup.IS),
  /** Kernel distance. */
  KID(MetricGroup.KID),
  /** Standard deviation of the kernel distance over subsets. */
  KID_STD(MetricGroup.KID),
  /** Share of generated samples that look like reference samples. */
  PRECISION(MetricGroup.PRDC),
  /** Share of reference samples that generated samples look like. */
  RECALL(MetricGroup.PRDC),
  /** How densely reference samples lie around generated ones. */
  DENSITY(MetricGroup.PRDC),
  /** Share of reference samples with a generated one near by. */
  COVERAGE(MetricGroup.PRDC);

  private final MetricGroup group;

  Metric(MetricGroup group) {
    this.group = group;
  }

  /**
   * Returns what it is computed with.
   *
   * @return the group
   */
  public MetricGroup group() {
    return group;
  }
}
