package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.evaluation.ManifoldMetrics.Distances;

/**
 * Metrics of arrays that any language can build. The answers come from NumPy, pytorch-fid 0.3.0,
 * torch-fidelity 0.4.0 and prdc 0.2.
 */
class KnownAnswersTest {
  private static final Offset<Double> TWELVE_DIGITS = within(6e-13);

  private static double fid(FeatureMatrix a, FeatureMatrix b) {
    return FrechetDistance.between(
        FeatureStatistics.of(a).moments(), FeatureStatistics.of(b).moments());
  }

  @Test
  void theArraysAreTheOnesMeant() {
    double[] first = KnownArrays.real().rows(0, 1);
    assertThat(first[0]).isCloseTo(0.644217687237691, within(1e-14));
    assertThat(first[1]).isCloseTo(1.03544972998846, within(1e-14));
    assertThat(first[2]).isCloseTo(0.963209366648874, within(1e-14));
    assertThat(KnownArrays.fake().rows(299, 300)[15]).isCloseTo(-0.303475317546122, within(1e-14));
  }

  @Test
  void tracesOfCovariances() {
    assertThat(FeatureStatistics.of(KnownArrays.real()).moments().trace())
        .isCloseTo(9.563280480376, TWELVE_DIGITS);
    assertThat(FeatureStatistics.of(KnownArrays.fake()).moments().trace())
        .isCloseTo(8.983473304448, TWELVE_DIGITS);
  }

  @Test
  void frechetDistance() {
    assertThat(fid(KnownArrays.real(), KnownArrays.fake()))
        .isCloseTo(0.480877299110, TWELVE_DIGITS);
    assertThat(fid(KnownArrays.real(), KnownArrays.real())).isCloseTo(0, within(1e-12));
  }

  @Test
  void frechetDistanceWithoutFullRank() {
    FeatureMatrix a = KnownArrays.matrix(10, 16, 0.7, 0.05, 0);
    FeatureMatrix b = KnownArrays.matrix(12, 16, 0.9, 0.04, 0.1);
    assertThat(fid(a, b)).isCloseTo(11.762302057, within(1e-6));
  }

  @Test
  void frechetDistanceInClosedForm() {
    GaussianMoments a = new GaussianMoments(new double[] {1, 0}, new double[] {4, 0, 0, 9});
    GaussianMoments b = new GaussianMoments(new double[2], new double[] {1, 0, 0, 1});
    assertThat(FrechetDistance.between(a, b)).isCloseTo(6, within(1e-14));
    GaussianMoments other = new GaussianMoments(new double[1], new double[1]);
    assertThatThrownBy(() -> FrechetDistance.between(a, other))
        .hasMessageContaining("expected features of one length, found 2 and 1");
  }

  @Test
  void inceptionScore() {
    FeatureMatrix logits = FeatureMatrix.of(KnownArrays.logits());
    InceptionScore four = InceptionScore.inOrder(logits, 100);
    assertThat(four.splits()).isEqualTo(4);
    assertThat(four.mean()).isCloseTo(1.921811653422, TWELVE_DIGITS);
    assertThat(four.deviation()).isCloseTo(0.041943762791, TWELVE_DIGITS);
    InceptionScore one = InceptionScore.inOrder(logits, 5000);
    assertThat(one.splits()).isEqualTo(1);
    assertThat(one.mean()).isCloseTo(1.984467119833, TWELVE_DIGITS);
    assertThat(one.deviation()).isZero();
  }

  @Test
  void inceptionScoreOfSortedSamplesIsLowUnlessTheyAreShuffled() {
    double[][] sorted = new double[100][10];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i][i / 10] = 50;
    }
    FeatureMatrix logits = FeatureMatrix.of(sorted);
    assertThat(InceptionScore.inOrder(logits, 10).mean()).isCloseTo(1, within(1e-9));
    assertThat(InceptionScore.inOrder(logits, 100).mean()).isCloseTo(10, within(1e-9));
    InceptionScore shuffled = InceptionScore.torchFidelity(logits);
    assertThat(shuffled.splits()).isEqualTo(10);
    assertThat(shuffled.mean()).isBetween(5.0, 8.0);
  }

  @Test
  void kernelDistance() {
    KernelDistance whole = KernelDistance.of(KnownArrays.real(), KnownArrays.fake());
    assertThat(whole.value()).isCloseTo(0.041904953652, TWELVE_DIGITS);
    assertThat(whole.subsets()).isEqualTo(1);
    assertThatThrownBy(() -> KernelDistance.torchFidelity(KnownArrays.real(), KnownArrays.fake()))
        .hasMessageContaining("expected at least 1000 samples, found 400 and 300");
  }

  @ParameterizedTest
  @CsvSource({"3, 0.4, 0.553333, 0.275, 0.24", "5, 0.716667, 0.866667, 0.403333, 0.466667"})
  void neighbours(int k, double precision, double recall, double density, double coverage) {
    check(
        ManifoldMetrics.of(
            KnownArrays.matrix(150, 2, 0.7, 0.3, 0),
            KnownArrays.matrix(120, 2, 0.9, 0.5, 0.2),
            k,
            Distances.EXACT),
        new ManifoldMetrics(precision, recall, density, coverage));
  }

  @Test
  void neighboursInFourDimensions() {
    check(
        ManifoldMetrics.of(
            KnownArrays.matrix(200, 4, 0.7, 0.05, 0),
            KnownArrays.matrix(200, 4, 0.9, 0.04, 0.35),
            5,
            Distances.EXACT),
        new ManifoldMetrics(0.08, 0.05, 0.021, 0.03));
  }

  private static void check(ManifoldMetrics found, ManifoldMetrics expected) {
    Offset<Double> sixDigits = within(5e-7);
    assertThat(found.precision()).isCloseTo(expected.precision(), sixDigits);
    assertThat(found.recall()).isCloseTo(expected.recall(), sixDigits);
    assertThat(found.density()).isCloseTo(expected.density(), sixDigits);
    assertThat(found.coverage()).isCloseTo(expected.coverage(), sixDigits);
  }

  @Test
  void float32FeaturesGiveTheSameToSingleAccuracy() {
    assertThat(fid(single(KnownArrays.real()), single(KnownArrays.fake())))
        .isCloseTo(0.480877299110, within(1e-6));
  }

  private static FeatureMatrix single(FeatureMatrix matrix) {
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < matrix.count(); i++) {
      double[] row = matrix.rows(i, i + 1);
      float[] narrow = new float[row.length];
      for (int j = 0; j < row.length; j++) {
        narrow[j] = (float) row[j];
      }
      rows.add(narrow);
    }
    return FeatureMatrix.of(rows);
  }
}
