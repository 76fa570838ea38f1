package org.maskgit.evaluation;

/** A number that says how good generated pictures are. */
public enum Metric {
  /** Fréchet distance of features. */
  FID,
  /** Fréchet distance of spatial features. */
  SFID,
  /** Inception Score, mean over splits. */
  IS_MEAN,
  /** Standard deviation of the Inception Score over splits. */
  IS_STD,
  /** Kernel distance. */
  KID,
  /** Standard deviation of the kernel distance over subsets. */
  KID_STD,
  /** Share of generated samples that look like reference samples. */
  PRECISION,
  /** Share of reference samples that generated samples look like. */
  RECALL,
  /** How densely reference samples lie around generated ones. */
  DENSITY,
  /** Share of reference samples with a generated one near by. */
  COVERAGE
}
