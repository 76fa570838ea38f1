package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.graph.Device;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/**
 * Something between every sample of one set and every one of another, block by block, so that no
 * matrix of all pairs is ever held. Not safe for use by several threads.
 */
final class PairwiseBlocks implements AutoCloseable {
  static final int ROWS = 2048;
  static final int COLUMNS = 1024;

  private final Graph graph = new Graph();
  private final Session session = Device.CPU.open(graph);
  private final Ops tf = Ops.create(graph);
  private final Placeholder<TFloat64> rows =
      tf.placeholder(TFloat64.class, Placeholder.shape(Shape.of(-1, -1)));
  private final Placeholder<TFloat64> columns =
      tf.placeholder(TFloat64.class, Placeholder.shape(Shape.of(-1, -1)));
  private final Operand<TFloat64> output;

  private PairwiseBlocks(Function function) {
    this.output = function.of(tf, rows, columns);
  }

  /** What is computed of [m, d] and [n, d]. */
  private interface Function {
    Operand<TFloat64> of(Ops tf, Operand<TFloat64> u, Operand<TFloat64> v);
  }

  /** Takes a block of the function's values, [m, n] in C order. */
  interface Receiver {
    void receive(int firstRow, int firstColumn, int rowCount, int columnCount, double[] values);
  }

  /** Dot products. */
  static PairwiseBlocks dotProducts() {
    return new PairwiseBlocks((tf, u, v) -> tf.linalg.matMul(u, v, MatMul.transposeB(true)));
  }

  /** Squared Euclidean distances |u|² − 2uv + |v|², not below 0, in float64. */
  static PairwiseBlocks squaredDistances() {
    return new PairwiseBlocks(
        (tf, u, v) -> {
          Operand<TFloat64> twice =
              tf.math.mul(tf.constant(2.0), tf.linalg.matMul(u, v, MatMul.transposeB(true)));
          Operand<TFloat64> sum = tf.math.add(tf.math.sub(norms(tf, u, 1), twice), norms(tf, v, 0));
          return tf.math.maximum(sum, tf.constant(0.0));
        });
  }

  private static Operand<TFloat64> norms(Ops tf, Operand<TFloat64> x, int axis) {
    Operand<TFloat64> squares = tf.reduceSum(tf.math.square(x), tf.constant(1));
    return tf.expandDims(squares, tf.constant(axis));
  }

  /**
   * The same as ADM's evaluator has them: features, squares, norms, products and every sum of them
   * are rounded to float16; what a GPU's matrix unit adds up is added up in float32. A block with
   * an overflow is computed again in float32.
   */
  static PairwiseBlocks halfPrecisionSquaredDistances() {
    return new PairwiseBlocks(
        (tf, u, v) -> {
          Operand<TFloat32> u32 = tf.dtypes.cast(u, TFloat32.class);
          Operand<TFloat32> v32 = tf.dtypes.cast(v, TFloat32.class);
          Operand<TFloat32> half = single(tf, u32, v32, x -> round(tf, x));
          Operand<TFloat32> full = single(tf, u32, v32, x -> x);
          Operand<TBool> finite =
              tf.reduceAll(tf.math.isFinite(half), tf.constant(new int[] {0, 1}));
          return tf.dtypes.cast(tf.select(finite, half, full), TFloat64.class);
        });
  }

  private static Operand<TFloat32> round(Ops tf, Operand<TFloat32> x) {
    return tf.dtypes.cast(tf.dtypes.cast(x, TFloat16.class), TFloat32.class);
  }

  /** Rounds, or doesn't. */
  private interface Rounding {
    Operand<TFloat32> of(Operand<TFloat32> x);
  }

  private static Operand<TFloat32> single(
      Ops tf, Operand<TFloat32> uExact, Operand<TFloat32> vExact, Rounding r) {
    Operand<TFloat32> u = r.of(uExact);
    Operand<TFloat32> v = r.of(vExact);
    Operand<TFloat32> dot = r.of(tf.linalg.matMul(u, v, MatMul.transposeB(true)));
    Operand<TFloat32> uNorm = r.of(tf.reduceSum(r.of(tf.math.square(u)), tf.constant(1)));
    Operand<TFloat32> vNorm = r.of(tf.reduceSum(r.of(tf.math.square(v)), tf.constant(1)));
    Operand<TFloat32> difference =
        r.of(
            tf.math.sub(
                tf.expandDims(uNorm, tf.constant(1)), r.of(tf.math.mul(tf.constant(2f), dot))));
    Operand<TFloat32> sum = r.of(tf.math.add(difference, tf.expandDims(vNorm, tf.constant(0))));
    return tf.math.maximum(sum, tf.constant(0f));
  }

  /** Goes through all pairs: all columns of a block of rows, then the next block of rows. */
  void forEach(FeatureMatrix u, FeatureMatrix v, Receiver receiver) {
    checkArgument(
        u.dimension() == v.dimension(),
        "expected features of one length, found %s and %s",
        u.dimension(),
        v.dimension());
    for (int i = 0; i < u.count(); i += ROWS) {
      int m = Math.min(ROWS, u.count() - i);
      try (TFloat64 left = tensor(u, i, m)) {
        for (int j = 0; j < v.count(); j += COLUMNS) {
          int n = Math.min(COLUMNS, v.count() - j);
          receiver.receive(i, j, m, n, block(left, v, j, n));
        }
      }
    }
  }

  private double[] block(TFloat64 left, FeatureMatrix v, int from, int count) {
    try (TFloat64 right = tensor(v, from, count);
        Result result =
            session.runner().feed(rows, left).feed(columns, right).fetch(output).run()) {
      TFloat64 values = (TFloat64) result.get(0);
      double[] copy = new double[Math.toIntExact(values.size())];
      values.copyTo(DataBuffers.of(copy));
      return copy;
    }
  }

  private static TFloat64 tensor(FeatureMatrix features, int from, int count) {
    return TFloat64.tensorOf(
        Shape.of(count, features.dimension()), DataBuffers.of(features.rows(from, from + count)));
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
