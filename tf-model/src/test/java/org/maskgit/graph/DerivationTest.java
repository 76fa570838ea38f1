package org.maskgit.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What is computed once from weights that stay. */
final class DerivationTest {
  private static final Checkpoint WEIGHTS =
      Checkpoint.of(
          "weights",
          List.of(
              CheckpointTensor.of("left/a", Shape.of(1), new float[] {2}),
              CheckpointTensor.of("right/a", Shape.of(1), new float[] {3})));

  private static void build(ModuleScope root) {
    Ops tf = root.tf();
    Operand<TFloat32> left = root.module("left").parameter("a", 1);
    Operand<TFloat32> right = root.module("right").parameter("a", 1);
    root.output(
        root.derivedInPlaceOf(List.of("left/a", "right/a"), "product", tf.math.mul(left, right)));
  }

  private static float fetch(ModelSession session, String name) {
    try (Result result = session.runner().fetch(name).run()) {
      return ((TFloat32) result.get(0)).getFloat(0);
    }
  }

  @Test
  void itStandsInThePlaceOfTheWeightsWhoseMemoryIsFreed() {
    try (ModelSession session =
        ModelSession.open(DerivationTest::build, "the network", WEIGHTS, Execution.PORTABLE)) {
      assertThat(fetch(session, "product/Read")).isEqualTo(6);
      assertThatThrownBy(() -> fetch(session, "left/a/Read")).hasMessageContaining("left/a");
      assertThatThrownBy(() -> fetch(session, "right/a/Read")).hasMessageContaining("right/a");
    }
  }

  @Test
  void whereWeightsMayChangeNothingIsKeptOrFreed() {
    try (ModelSession session = ModelSession.open(DerivationTest::build, "the network", WEIGHTS)) {
      assertThat(fetch(session, "left/a/Read")).isEqualTo(2);
      assertThat(fetch(session, "right/a/Read")).isEqualTo(3);
      assertThatThrownBy(() -> fetch(session, "product/Read"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
