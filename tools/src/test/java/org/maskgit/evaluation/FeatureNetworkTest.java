package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.graph.Device;
import org.maskgit.io.DataException;

/** Pictures through a graph that is made like the Inception network of 2015. */
class FeatureNetworkTest {
  private static final int COUNT = 5;

  @TempDir private static Path folder;
  private static Path graph;
  private static Path pictures;

  @BeforeAll
  static void write() throws IOException {
    graph = TinyInception.write(folder.resolve("graph.pb"));
    pictures =
        NpzFiles.write(
            folder.resolve("pictures.npz"), Map.of("arr_0", NpzFiles.pictures(COUNT, 4, 6)));
  }

  private static FeatureSet extract(FeatureNetworkConfig config, int size, int batch) {
    try (FeatureNetwork network = FeatureNetwork.load(graph, config, Device.CPU);
        Pictures source = Pictures.open(pictures, size, batch)) {
      return network.extract("test", source, done -> {});
    }
  }

  /** Mean over the pixels of red + green + blue. */
  private static double brightness(int picture) {
    double sum = 0;
    for (int i = 0; i < 72; i++) {
      sum += 31 * (72 * picture + i) & 0xff;
    }
    return sum / 24;
  }

  @Test
  void picturesGoInAsTheyAreAndLogitsComeWithoutBias() {
    FeatureSet set = extract(TinyInception.config(), 0, 2);
    assertThat(set.count()).isEqualTo(COUNT);
    for (int i = 0; i < COUNT; i++) {
      double[] features = set.features().orElseThrow().rows(i, i + 1);
      double[] logits = set.logits().orElseThrow().rows(i, i + 1);
      assertThat(features).hasSize(8);
      assertThat(features[0]).isCloseTo(brightness(i), within(1e-3));
      assertThat(features[7]).isCloseTo(8 * brightness(i), within(1e-2));
      assertThat(logits).containsExactly(features[0], features[1], 0);
    }
  }

  @Test
  void spatialFeaturesAreTheFirstSevenChannelsOfEachPlace() {
    GaussianMoments moments = extract(TinyInception.config(), 0, 3).spatialMoments().orElseThrow();
    assertThat(moments.dimension()).isEqualTo(4 * 6 * 7);
    double mean = 0;
    for (int i = 0; i < COUNT; i++) {
      for (int c = 0; c < 3; c++) {
        mean += (31 * (72 * i + c) & 0xff) / (double) COUNT;
      }
    }
    assertThat(moments.mean()[0]).isCloseTo(mean, within(1e-3));
    assertThat(moments.mean()[6]).isCloseTo(7 * mean, within(1e-2));
  }

  @Test
  void theBatchSizeChangesNothingButRounding() {
    double[] one = extract(TinyInception.config(), 0, 1).features().orElseThrow().rows(0, COUNT);
    double[] all = extract(TinyInception.config(), 0, 9).features().orElseThrow().rows(0, COUNT);
    for (int i = 0; i < one.length; i++) {
      assertThat(all[i]).isCloseTo(one[i], within(1e-5 * one[i]));
    }
  }

  @Test
  void samplesAreScaledAndPicturesBroughtToASize() {
    FeatureNetworkConfig scaled =
        new FeatureNetworkConfig("tiny", "ExpandDims", "pool_3", "", "", "", 0.5f, 1, 0, 0);
    FeatureSet set = extract(scaled, 0, 2);
    assertThat(set.logits()).isEmpty();
    assertThat(set.features().orElseThrow().rows(0, 1)[0])
        .isCloseTo(brightness(0) / 2 + 3, within(1e-3));
    FeatureNetworkConfig spatial =
        new FeatureNetworkConfig("tiny", "ExpandDims", "mixed_6/conv", "", "", "", 1, 0, 3, 0);
    assertThat(extract(spatial, 0, 2).features().orElseThrow().dimension()).isEqualTo(3 * 3 * 8);
    assertThat(extract(spatial, 2, 2).features().orElseThrow().dimension()).isEqualTo(3 * 3 * 8);
  }

  @Test
  void wrongNetworksSayWhatIsWrong() throws IOException {
    assertThatThrownBy(() -> extract(FeatureNetworkConfig.INCEPTION, 0, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a network of 2048 features, found 8");
    FeatureNetworkConfig named =
        new FeatureNetworkConfig("tiny", "image", "pool_3", "", "", "", 1, 0, 0, 0);
    assertThatThrownBy(() -> extract(named, 0, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a node image");
    Path text = Files.writeString(folder.resolve("t.pb"), "hello");
    assertThatThrownBy(() -> FeatureNetwork.load(text, named, Device.CPU))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a frozen GraphDef");
  }
}
