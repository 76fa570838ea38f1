package org.maskgit.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Iterator;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

class DropoutTest {
  private static final float RATE = 0.25f;
  private static final int ROWS = 64;
  private static final int COLUMNS = 32;

  /** Ones that went through the dropout of a module. */
  private static float[] dropped(String module, long seed, long place, int... maskShape) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TInt64> seeds =
          tf.withName("seed").placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
      ModuleScope root = ModuleScope.root(graph, Precision.FLOAT32, Dropout.of(RATE, seeds));
      Operand<TFloat32> ones = tf.fill(tf.constant(new int[] {ROWS, COLUMNS}), tf.constant(1f));
      Operand<TFloat32> out = root.module(module).dropout(ones, maskShape);
      try (Session session = new Session(graph);
          TInt64 fed = TInt64.vectorOf(seed, place);
          Result result = session.runner().feed("seed", fed).fetch(out).run()) {
        float[] values = new float[ROWS * COLUMNS];
        ((TFloat32) result.get(0)).copyTo(DataBuffers.of(values));
        return values;
      }
    }
  }

  @Test
  void dropsItsShareAndRaisesTheRest() {
    float[] values = dropped("Dropout_0", 1, 2);
    int zeros = 0;
    for (float value : values) {
      assertThat(value).isIn(0f, 1 / (1 - RATE));
      zeros += value == 0 ? 1 : 0;
    }
    assertThat((double) zeros / values.length).isCloseTo(RATE, within(0.04));
  }

  @Test
  void isAFunctionOfSeedAndModule() {
    float[] values = dropped("Dropout_0", 1, 2);
    assertThat(dropped("Dropout_0", 1, 2)).isEqualTo(values);
    assertThat(dropped("Dropout_0", 1, 3)).isNotEqualTo(values);
    assertThat(dropped("Dropout_0", 2, 2)).isNotEqualTo(values);
    assertThat(dropped("Dropout_1", 1, 2)).isNotEqualTo(values);
  }

  @Test
  void sharesAMaskThatIsBroadcast() {
    float[] values = dropped("self_attention", 1, 2, 1, COLUMNS);
    for (int i = COLUMNS; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(values[i - COLUMNS]);
    }
    assertThat(values).contains(0f).contains(1 / (1 - RATE));
  }

  @Test
  void addsNoOperationToAnInferenceGraph() {
    try (Graph graph = new Graph()) {
      ModuleScope root = ModuleScope.root(graph);
      Operand<TFloat32> x = root.tf().constant(1f);
      int before = operations(graph);
      assertThat(Layers.dropout(root.module("Dropout_0"), x)).isSameAs(x);
      assertThat(operations(graph)).isEqualTo(before);
    }
  }

  private static int operations(Graph graph) {
    int count = 0;
    for (Iterator<GraphOperation> i = graph.operations(); i.hasNext(); i.next()) {
      count++;
    }
    return count;
  }

  @Test
  void refusesARateOfOne() {
    try (Graph graph = new Graph()) {
      Operand<TInt64> seed = Ops.create(graph).constant(new long[] {0, 0});
      assertThatThrownBy(() -> Dropout.of(1, seed))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a dropout rate from 0 to less than 1, found 1.0");
    }
  }
}
