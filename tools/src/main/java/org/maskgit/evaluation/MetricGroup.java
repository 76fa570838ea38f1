package org.maskgit.evaluation;

/** Metrics that are computed at once. */
public enum MetricGroup {
  /** FID and sFID. */
  FID,
  /** Inception Score. */
  IS,
  /** Kernel distance: takes time with the square of the samples. */
  KID,
  /** Precision, recall, density and coverage: take time with the square of the samples. */
  PRDC
}
