package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.testing.Golden;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The losses and their gradients are those of the official code, within 1e-5 of their size. */
class LossesTest {
  private static final double RELATIVE = 1e-5;
  private static final int BATCH = 3;
  private static final int POSITIONS = 9;
  private static final int VOCABULARY = 21;

  /** A loss and its gradient with respect to the logits. */
  private record Found(float loss, float[] gradient) {}

  private static Found crossEntropy(float[] weights, double labelSmoothing) {
    try (Golden golden = Golden.npz("losses");
        Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> logits =
          constant(tf, golden.floats("ce_logits"), BATCH, POSITIONS, VOCABULARY);
      Operand<TInt32> labels =
          tf.reshape(
              tf.constant(golden.ints("ce_labels")), tf.constant(new int[] {BATCH, POSITIONS}));
      Operand<TFloat32> loss =
          Losses.weightedCrossEntropy(
              tf,
              logits,
              labels,
              constant(tf, weights, BATCH, POSITIONS),
              VOCABULARY,
              labelSmoothing);
      Output<?>[] gradient =
          graph.addGradients(
              "gradient",
              new Output<?>[] {loss.asOutput()},
              new Output<?>[] {logits.asOutput()},
              null);
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(loss).fetch(gradient[0]).run()) {
        TFloat32 values = (TFloat32) result.get(1);
        float[] flat = new float[Math.toIntExact(values.size())];
        values.copyTo(DataBuffers.of(flat));
        return new Found(((TFloat32) result.get(0)).getFloat(), flat);
      }
    }
  }

  private static Operand<TFloat32> constant(Ops tf, float[] values, long... shape) {
    return tf.constant(Shape.of(shape), DataBuffers.of(values));
  }

  private static float[] weights(String name) {
    try (Golden golden = Golden.npz("losses")) {
      return golden.floats(name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.0, ce_weights01, weighted_ce_ls0.0_w01",
    "0.1, ce_weights01, weighted_ce_ls0.1_w01",
    "0.0001, ce_weights01, weighted_ce_ls0.0001_w01",
    "0.0, ce_weights_float, weighted_ce_ls0.0_wfloat",
    "0.1, ce_weights_float, weighted_ce_ls0.1_wfloat",
    "0.0001, ce_weights_float, weighted_ce_ls0.0001_wfloat"
  })
  void equalsTheOfficialLossAndItsGradient(double labelSmoothing, String weights, String name) {
    Found found = crossEntropy(weights(weights), labelSmoothing);
    double expected = Golden.json("losses").getAsJsonObject("scalars").get(name).getAsDouble();
    assertThat(found.loss()).isCloseTo((float) expected, within((float) (RELATIVE * expected)));
    try (Golden golden = Golden.npz("losses")) {
      float[] gradient = golden.floats(name + "__grad");
      assertThat(Golden.maxAbsDifference(found.gradient(), gradient))
          .isLessThan(RELATIVE * largest(gradient));
    }
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void isNaNWhereASampleHasNoWeightAsInTheOfficialCode() {
    float[] weights = weights("ce_weights01");
    java.util.Arrays.fill(weights, 0, POSITIONS, 0f);
    assertThat(crossEntropy(weights, 0.1).loss()).isNaN();
  }
}
