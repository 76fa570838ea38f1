package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClassAgreementTest {
  // Two classes that differ in the first feature; the second is large noise, the third constant.
  private static final FeatureMatrix REAL =
      FeatureMatrix.of(
          new double[][] {
            {0, 90, 5}, {1, -90, 5}, {0, 50, 5}, {3, -90, 5}, {4, 90, 5}, {3, -60, 5}
          });
  private static final int[] LABELS = {0, 0, 0, 2, 2, 2};

  private static double score(double[][] rows, int... labels) {
    return ClassAgreement.of(REAL, LABELS).score(FeatureMatrix.of(rows), labels);
  }

  @Test
  void aPictureIsOfTheClassWhoseMeanIsNearestInUnitsOfTheNoise() {
    double[][] rows = {{0, -80, 5}, {4, 80, 5}, {3.5, 0, 5}};
    assertThat(score(rows, 0, 2, 2)).isEqualTo(1);
    assertThat(score(rows, 0, 2, 0)).isEqualTo(2 / 3.0);
  }

  @Test
  void aClassWithoutReferenceIsNeverFound() {
    assertThat(score(new double[][] {{0, 0, 0}, {2, 0, 9}}, 1, 1)).isZero();
  }

  @Test
  void otherNumbersOfLabelsAreRefused() {
    assertThatThrownBy(() -> ClassAgreement.of(REAL, new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> score(new double[][] {{1, 2}}, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
