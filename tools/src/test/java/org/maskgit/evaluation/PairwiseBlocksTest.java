package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairwiseBlocksTest {

  private static double[] distances(PairwiseBlocks blocks, FeatureMatrix u, FeatureMatrix v) {
    double[] all = new double[u.count() * v.count()];
    try (blocks) {
      blocks.forEach(
          u,
          v,
          (i, j, m, n, values) -> {
            for (int row = 0; row < m; row++) {
              System.arraycopy(values, row * n, all, (i + row) * v.count() + j, n);
            }
          });
    }
    return all;
  }

  @Test
  void allPairsAreMetOnceHoweverManyBlocksThereAre() {
    FeatureMatrix u = KnownArrays.matrix(PairwiseBlocks.ROWS + 3, 2, 0.7, 0.3, 0);
    FeatureMatrix v = KnownArrays.matrix(PairwiseBlocks.COLUMNS + 5, 2, 0.9, 0.5, 0.2);
    double[] found = distances(PairwiseBlocks.squaredDistances(), u, v);
    for (int i : new int[] {0, 1, PairwiseBlocks.ROWS, PairwiseBlocks.ROWS + 2}) {
      for (int j : new int[] {0, 7, PairwiseBlocks.COLUMNS, PairwiseBlocks.COLUMNS + 4}) {
        double[] a = u.rows(i, i + 1);
        double[] b = v.rows(j, j + 1);
        double expected = Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
        assertThat(found[i * v.count() + j]).isCloseTo(expected, within(1e-12));
      }
    }
  }

  @Test
  void halfPrecisionRoundsWhereAdmRounds() {
    // |u|² = 2049 is 2048 in float16 (ties to even), and so is |v|² = 2049; u·v = 2048 + 1.
    FeatureMatrix u = FeatureMatrix.of(List.of(new float[] {45.25f, 1, 0}));
    FeatureMatrix v = FeatureMatrix.of(List.of(new float[] {45.25f, 0, 1}));
    // 45.25² = 2047.5625 → 2048; + 1 = 2049 → 2048; the product 2047.5625 → 2048: 2048 − 4096 +
    // 2048.
    assertThat(distances(PairwiseBlocks.halfPrecisionSquaredDistances(), u, v)).containsExactly(0);
    assertThat(distances(PairwiseBlocks.squaredDistances(), u, v)).containsExactly(2);
  }

  @Test
  void halfPrecisionFallsBackToSinglePrecisionWhenItOverflows() {
    FeatureMatrix u = FeatureMatrix.of(List.of(new float[] {300, 0}, new float[] {0, 1}));
    double[] found = distances(PairwiseBlocks.halfPrecisionSquaredDistances(), u, u);
    assertThat(Arrays.stream(found).toArray()).containsExactly(0, 90001, 90001, 0);
  }
}
