package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.io.NpyArray;
import org.tensorflow.ndarray.Shape;

class FeatureFilesTest {
  @TempDir private Path folder;

  private Path npz(Map<String, NpyArray> arrays) throws IOException {
    return NpzFiles.write(folder.resolve("f.npz"), arrays);
  }

  @Test
  void featuresAndLogitsKeepTheirAccuracy() throws IOException {
    NpyArray single = NpyArray.of(Shape.of(2, 2), new float[] {0.1f, 2, 3, 4});
    NpyArray logits = NpzFiles.doubles(Shape.of(2, 3), 0.1, 1, 2, 3, 4, 5);
    FeatureSet set = FeatureFiles.read(npz(Map.of("features", single, "logits", logits)));
    assertThat(set.count()).isEqualTo(2);
    assertThat(set.features().orElseThrow().rows(0, 1)).containsExactly(0.1f, 2);
    assertThat(set.logits().orElseThrow().rows(0, 1)).containsExactly(0.1, 1, 2);
    assertThat(set.hasGivenMoments()).isFalse();
  }

  @Test
  void momentsOfAReferenceFileTakeThePlaceOfFeatures() throws IOException {
    NpyArray mean = NpyArray.of(Shape.of(2), new float[] {1, 0});
    NpyArray covariance = NpzFiles.doubles(Shape.of(2, 2), 4, 0, 0, 9);
    NpyArray spatialMean = NpzFiles.doubles(Shape.of(1), 3);
    NpyArray variance = NpzFiles.doubles(Shape.of(1, 1), 1);
    Path file =
        npz(Map.of("mu", mean, "sigma", covariance, "mu_s", spatialMean, "sigma_s", variance));
    FeatureSet reference = FeatureFiles.read(file);
    assertThat(reference.count()).isZero();
    assertThat(reference.spatialMoments().orElseThrow().mean()).containsExactly(3);
    double[][] corners = {{-1, -1}, {-1, 1}, {1, -1}, {1, 1}};
    double s = Math.sqrt(0.75); // makes a covariance of 1 with n − 1 = 3
    double[][] unit =
        Arrays.stream(corners)
            .map(row -> Arrays.stream(row).map(x -> s * x).toArray())
            .toArray(double[][]::new);
    FeatureSet generated =
        FeatureSet.of("unit", FeatureMatrix.of(unit))
            .withSpatialMoments(new GaussianMoments(new double[] {1}, new double[] {1}));
    Scores scores = Evaluation.compare(reference, generated, EvaluationConfig.DEFAULT);
    assertThat(scores.values()).containsOnlyKeys(Metric.FID, Metric.SFID);
    assertThat(scores.values().get(Metric.FID)).isCloseTo(6, within(1e-12));
    assertThat(scores.values().get(Metric.SFID)).isCloseTo(4, within(1e-12));
    assertThat(scores.leftOut()).hasSize(2).allMatch(reason -> reason.contains("found 0 and 4"));
  }

  @Test
  void whatIsWrittenIsReadBitForBit() {
    float[] single = {0.1f, -2, 3e-30f};
    double[] exact = {0.1, Math.PI};
    GaussianMoments moments = new GaussianMoments(exact, new double[] {4, 0.1, 0.1, 9});
    FeatureSet set =
        FeatureSet.of("x", FeatureMatrix.of(List.of(single, single)))
            .withLogits(FeatureMatrix.of(new double[][] {exact, {1, 2}}))
            .withSpatialMoments(moments);
    Path file = folder.resolve("written.npz");
    FeatureFiles.write(file, set);
    FeatureSet read = FeatureFiles.readChecked(file);
    assertThat(read.features().orElseThrow().rows(1, 2)).containsExactly(0.1f, -2, 3e-30f);
    assertThat(read.logits().orElseThrow().rows(0, 1)).containsExactly(exact);
    assertThat(read.hasGivenMoments()).isFalse();
    assertThat(read.spatialMoments().orElseThrow().mean()).containsExactly(exact);
    assertThat(read.spatialMoments().orElseThrow().covariance()).containsExactly(4, 0.1, 0.1, 9);
    FeatureFiles.write(file, FeatureSet.of("moments", moments));
    assertThat(FeatureFiles.read(file).moments().orElseThrow().mean()).containsExactly(exact);
    assertThat(FeatureFiles.read(file).count()).isZero();
  }

  @Test
  void aSingleWrongBitIsNoticed() throws IOException {
    Path file = folder.resolve("written.npz");
    FeatureFiles.write(file, FeatureSet.of("x", FeatureMatrix.of(List.of(new float[64]))));
    byte[] bytes = Files.readAllBytes(file);
    bytes[200] ^= 1; // in the last place of a number: 128 bytes of header and 41 of the zip's
    Files.write(file, bytes);
    assertThat(FeatureFiles.read(file).count()).isOne();
    assertThatThrownBy(() -> FeatureFiles.readChecked(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(file.toString(), "expected features.npy with the checksum");
  }

  @Test
  void wrongFilesSayWhatIsWrong() throws IOException {
    NpyArray features = NpzFiles.doubles(Shape.of(2, 1), 1, 2);
    assertMessage(Map.of("x", features), "expected an array \"features\"", "[x]");
    assertMessage(Map.of("features", NpyArray.of(Shape.of(2, 1), new int[2])), "found <i4 [2, 1]");
    assertMessage(
        Map.of("features", features, "logits", NpzFiles.doubles(Shape.of(1, 1), 1)),
        "logits for each of 2 samples, found 1");
    assertMessage(
        Map.of("features", NpzFiles.doubles(Shape.of(2, 1), 1, Double.NaN)),
        "expected finite numbers, found NaN in row 1");
    assertMessage(Map.of("mu", features, "sigma", features), "a mean [d] and a covariance [d, d]");
    assertMessage(Map.of("mu", NpzFiles.doubles(Shape.of(1), 1)), "Expected an array \"sigma\"");
    Path text = Files.writeString(folder.resolve("t.npz"), "hello");
    assertThatThrownBy(() -> FeatureFiles.read(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a whole .npz file");
    assertThatThrownBy(() -> FeatureFiles.read(folder.resolve("none.npz")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found none");
  }

  private void assertMessage(Map<String, NpyArray> arrays, String... parts) throws IOException {
    Path file = npz(arrays);
    assertThatThrownBy(() -> FeatureFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }
}
