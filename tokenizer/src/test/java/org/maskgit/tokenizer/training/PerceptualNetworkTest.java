package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.graph.Device;
import org.maskgit.io.DataException;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The perceptual term through two networks of one layer: a frozen graph and a SavedModel. */
class PerceptualNetworkTest {
  private static final float[] EXPECTED = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f};
  private static final float[] ACTUAL = {0.3f, 0.1f, 0.3f, 0.2f, 0.9f, 0.5f};
  private static final double TOLERANCE = 1e-6;

  @TempDir private static Path folder;
  private static Path frozen;
  private static Path savedModel;

  /** A graph whose features are 2x next to x + 1, and the two halves of 4x along the width. */
  @BeforeAll
  static void write() throws IOException {
    frozen = folder.resolve("frozen.pb");
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> x =
          tf.withName("image")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1, 2, 3)));
      Operand<TFloat32> twice = tf.math.mul(x, tf.constant(2f));
      Operand<TFloat32> plus = tf.math.add(x, tf.constant(1f));
      tf.withName("both").concat(List.of(twice, plus), tf.constant(3));
      tf.withName("halves").split(tf.constant(2), tf.math.mul(twice, tf.constant(2f)), 2L);
      tf.withName("other").placeholder(TFloat32.class, Placeholder.shape(Shape.of(1)));
      Files.write(frozen, graph.toGraphDef().toByteArray());
    }
    savedModel = TinySavedModel.write(folder.resolve("saved"), 3);
  }

  private static PerceptualConfig config(Path network, String features) {
    return new PerceptualConfig(network.toString(), "image", features, 10, -1, 0, 1);
  }

  /** The term and its gradient at the reconstruction. */
  private static float[][] run(PerceptualConfig config) {
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> expected = run.input(EXPECTED, 1, 1, 2, 3);
      Operand<TFloat32> actual = run.input(ACTUAL, 1, 1, 2, 3);
      Operand<TFloat32> term =
          PerceptualNetwork.load(config).difference(run.graph(), run.tf(), expected, actual);
      return new float[][] {run.run(term), run.run(run.gradient(term, actual))};
    }
  }

  /** For features = factor · 10 · x + something: factor² · 100 · mean of squares. */
  private static void check(float[][] found, double factorSquared, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      double difference = ACTUAL[i] - EXPECTED[i];
      squares += difference * difference;
      double gradient = 2 * 100 * factorSquared * difference / (to - from);
      assertThat((double) found[1][i]).isCloseTo(gradient, within(1e-4));
    }
    double expected = 100 * factorSquared * squares / (to - from);
    assertThat((double) found[0][0]).isCloseTo(expected, within(expected * TOLERANCE));
  }

  @Test
  void comparesTheFeaturesOfAFrozenGraph() {
    check(run(config(frozen, "both")), (4 + 1) / 2.0, 0, 6);
  }

  @Test
  void comparesOneOfSeveralOutputs() {
    check(run(config(frozen, "halves:1")), 16, 3, 6);
  }

  @Test
  void countsSeveralFeaturesEqually() {
    float[] both = run(config(frozen, "both"))[0];
    float[] half = run(config(frozen, "halves"))[0];
    float[] mean = run(config(frozen, "both, halves"))[0];
    assertThat(mean[0]).isCloseTo((both[0] + half[0]) / 2, within(1e-5f));
  }

  @Test
  void resizesTheImages() {
    PerceptualConfig resized =
        new PerceptualConfig(frozen.toString(), "image", "both", 10, -1, 4, 1);
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> flat = run.input(new float[12], 1, 2, 2, 3);
      Operand<TFloat32> term =
          PerceptualNetwork.load(resized).difference(run.graph(), run.tf(), flat, flat);
      assertThat(run.run(term)).containsExactly(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"feature, 9", "call:0, 9"})
  void readsASavedModelWithVariablesAndFunctions(String feature, double factorSquared) {
    check(run(config(savedModel, feature)), factorSquared, 0, 6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frozen.pb | nothing | expected a node nothing, found none of that name",
        "frozen.pb | other | expected a network with one input, found the Placeholder other",
        "missing.pb | both | expected a frozen GraphDef or a SavedModel, found nothing to read",
        "text.pb | both | expected a frozen GraphDef, found something else",
        ". | both | expected a SavedModel with the tag serve, found an error",
      })
  void saysWhatIsWrongWithANetwork(String file, String feature, String message) throws IOException {
    Files.writeString(folder.resolve("text.pb"), "no graph");
    assertThatThrownBy(() -> run(config(folder.resolve(file), feature)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void isATermOfTheTraining() {
    TokenizerTrainingConfig config =
        TinyTokenizers.changed(
            TinyTokenizers.ALONE,
            "{'perceptual': {'network': '%s', 'features': 'both', 'weight': 0.5}}"
                .formatted(frozen));
    try (TokenizerTrainer trainer = TokenizerTrainer.create(config, Device.CPU);
        TFloat32 images =
            TFloat32.tensorOf(
                Shape.of(4, 16, 16, 3), data -> data.scalars().forEach(p -> p.setFloat(0.5f)))) {
      Map<String, Float> terms = trainer.step(images).terms();
      float l2 = terms.get("l2");
      assertThat(terms.get("perceptual")).isCloseTo(2.5f * l2, within(l2 * 1e-5f));
      float sum = l2 + terms.get("commitment") + terms.get("codebook") + terms.get("entropy");
      assertThat(terms.get("loss")).isCloseTo(sum + 0.5f * terms.get("perceptual"), within(1e-5f));
    }
  }
}
