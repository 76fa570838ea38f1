package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {
  private static final FeatureMatrix FEATURES = KnownArrays.matrix(500, 24, 0.7, 0.05, 3);

  private static FeatureStatistics part(int from, int to) {
    return FeatureStatistics.ofGroup(FEATURES.rows(from, to), FEATURES.dimension());
  }

  @Test
  void shardsMergeToTheSameBitsAsTheWholeInTheSameGroups() {
    FeatureStatistics whole = FeatureStatistics.of(FEATURES, 100);
    FeatureStatistics merged = part(0, 100);
    for (int from = 100; from < 500; from += 100) {
      merged = merged.merge(part(from, from + 100));
    }
    assertThat(merged.count()).isEqualTo(500);
    assertThat(merged.moments().mean()).isEqualTo(whole.moments().mean());
    assertThat(merged.moments().covariance()).isEqualTo(whole.moments().covariance());
  }

  @Test
  void otherGroupsDifferByRoundingOnly() {
    GaussianMoments a = FeatureStatistics.of(FEATURES, 500).moments();
    GaussianMoments b = FeatureStatistics.of(FEATURES, 37).moments();
    for (int i = 0; i < a.covariance().length; i++) {
      assertThat(b.covariance()[i]).isCloseTo(a.covariance()[i], within(1e-13));
    }
  }

  @Test
  void theCovarianceIsTheTextbooks() {
    GaussianMoments moments = FeatureStatistics.of(FEATURES, 500).moments();
    double sum = 0;
    for (int i = 0; i < 500; i++) {
      double[] row = FEATURES.rows(i, i + 1);
      sum += (row[3] - moments.mean()[3]) * (row[7] - moments.mean()[7]);
    }
    assertThat(moments.covariance()[3 * 24 + 7]).isCloseTo(sum / 499, within(1e-13));
    assertThat(moments.covariance()[7 * 24 + 3]).isEqualTo(moments.covariance()[3 * 24 + 7]);
  }

  @Test
  void oneSampleHasNoCovariance() {
    assertThatThrownBy(() -> part(0, 1).moments())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at least 2 samples");
    FeatureStatistics other = FeatureStatistics.ofGroup(new double[4], 2);
    assertThatThrownBy(() -> part(0, 2).merge(other)).hasMessageContaining("found 2");
  }
}
