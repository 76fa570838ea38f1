package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;

/**
 * How sets are compared.
 *
 * @param groups what to compute
 * @param protocol whose arithmetic
 * @param neighbours k of precision, recall, density and coverage
 * @param splitSize samples of a split of the Inception Score; torch-fidelity has its own
 * @param minimumForFid with fewer generated (or reference) samples there is no Fréchet distance
 */
public record EvaluationConfig(
    ImmutableSet<MetricGroup> groups,
    Protocol protocol,
    int neighbours,
    int splitSize,
    int minimumForFid) {
  /** FID is biased upwards, the more the fewer samples; with fewer it isn't worth the name. */
  public static final int USUAL_MINIMUM = 2048;

  /** Everything, exactly, with k = 3, of however few samples. */
  public static final EvaluationConfig DEFAULT =
      new EvaluationConfig(
          ImmutableSet.copyOf(MetricGroup.values()),
          Protocol.EXACT,
          3,
          InceptionScore.ADM_SPLIT,
          2);

  /**
   * Checks the settings.
   *
   * @param groups what to compute
   * @param protocol any
   * @param neighbours at least 1
   * @param splitSize at least 1
   * @param minimumForFid at least 2
   * @throws IllegalArgumentException if one is something else
   */
  public EvaluationConfig {
    checkArgument(neighbours >= 1, "expected at least 1 neighbour, found %s", neighbours);
    checkArgument(splitSize >= 1, "expected splits of at least 1, found %s", splitSize);
    checkArgument(minimumForFid >= 2, "expected a minimum of at least 2, found %s", minimumForFid);
  }
}
