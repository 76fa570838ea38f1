package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Answers of {@code numpy.random.RandomState(seed).permutation(10)}. */
class NumpyRandomTest {

  @Test
  void permutationsAreNumpys() {
    assertThat(NumpyRandom.of(0).permutation(10)).containsExactly(2, 8, 4, 9, 1, 6, 7, 3, 0, 5);
    assertThat(NumpyRandom.of(42).permutation(10)).containsExactly(8, 1, 5, 0, 7, 2, 9, 4, 3, 6);
  }

  @Test
  void longPermutationsHoldEachNumberOnce() {
    int[] permutation = NumpyRandom.of(2020).permutation(2000);
    int[] sorted = permutation.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      assertThat(sorted[i]).isEqualTo(i);
    }
    assertThat(permutation).isNotEqualTo(sorted);
  }
}
