package org.maskgit.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * The layers that the networks are made of, with the numerics of {@code flax.linen} 0.4 to 0.8.
 *
 * <p>Rows: every layer here works on rank 2, {@code [batch * positions, features]}, which is the
 * form that TensorFlow fuses.
 */
public final class Layers {
  private static final float SQRT_2_OVER_PI = 0.7978846f;

  private Layers() {}

  /**
   * {@code nn.Dense}: {@code x · kernel + bias}.
   *
   * @param scope the layer's module, with {@code kernel} [in, out] and {@code bias} [out]
   * @param x [rows, in]
   * @param in features of {@code x}
   * @param out features of the result
   * @return [rows, out]
   */
  public static Operand<TFloat32> dense(ModuleScope scope, Operand<TFloat32> x, int in, int out) {
    Ops tf = scope.tf();
    Operand<TFloat32> kernel = scope.parameter("kernel", in, out);
    Operand<TFloat32> bias = scope.parameter("bias", out);
    return scope.output(tf.nn.biasAdd(matMul(scope, x, kernel), bias));
  }

  /**
   * {@code nn.LayerNorm} over the last axis: biased variance as E[x²] − E[x]², floored at 0.
   *
   * @param scope the layer's module, with {@code scale} and {@code bias} [features]
   * @param x [rows, features]
   * @param features features of {@code x}
   * @param epsilon added to the variance
   * @return [rows, features]
   */
  public static Operand<TFloat32> layerNorm(
      ModuleScope scope, Operand<TFloat32> x, int features, float epsilon) {
    Ops tf = scope.tf();
    Operand<TFloat32> scale = scope.parameter("scale", features);
    Operand<TFloat32> bias = scope.parameter("bias", features);
    Operand<TInt32> last = tf.constant(-1);
    Operand<TFloat32> mean = tf.math.mean(x, last, org.tensorflow.op.math.Mean.keepDims(true));
    Operand<TFloat32> meanOfSquares =
        tf.math.mean(tf.math.square(x), last, org.tensorflow.op.math.Mean.keepDims(true));
    Operand<TFloat32> variance =
        tf.math.maximum(tf.math.sub(meanOfSquares, tf.math.square(mean)), tf.constant(0f));
    Operand<TFloat32> factor =
        tf.math.mul(tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon))), scale);
    return scope.output(tf.math.add(tf.math.mul(tf.math.sub(x, mean), factor), bias));
  }

  /**
   * {@code jax.nn.gelu} in its default form, the tanh approximation. The cube is two products: a
   * power would take a third of the layer's time.
   *
   * @param tf where to build
   * @param x any shape
   * @return the same shape
   */
  public static Operand<TFloat32> gelu(Ops tf, Operand<TFloat32> x) {
    Operand<TFloat32> cube = tf.math.mul(tf.math.mul(x, x), x);
    Operand<TFloat32> inner =
        tf.math.mul(
            tf.constant(SQRT_2_OVER_PI), tf.math.add(x, tf.math.mul(tf.constant(0.044715f), cube)));
    Operand<TFloat32> cdf =
        tf.math.mul(tf.constant(0.5f), tf.math.add(tf.constant(1f), tf.math.tanh(inner)));
    return tf.math.mul(x, cdf);
  }

  /**
   * {@code nn.Dropout}: an element stays, divided by the chance to stay, or becomes 0. In inference
   * it is {@code x} itself.
   *
   * @param scope the layer's module
   * @param x any shape
   * @return the same shape
   */
  public static Operand<TFloat32> dropout(ModuleScope scope, Operand<TFloat32> x) {
    return scope.output(scope.dropout(x));
  }

  /**
   * A matrix product in the network's precision.
   *
   * @param scope the module that it is part of
   * @param x [rows, in]
   * @param kernel [in, out]
   * @return {@code x · kernel}, [rows, out]
   */
  public static Operand<TFloat32> matMul(
      ModuleScope scope, Operand<TFloat32> x, Operand<TFloat32> kernel) {
    return matMul(scope, x, kernel, false);
  }

  /**
   * A product with a transposed right side, as tied embeddings need it, in the network's precision.
   *
   * @param scope the module that it is part of
   * @param x [rows, features]
   * @param table [entries, features]
   * @return {@code x · tableᵀ}, [rows, entries]
   */
  public static Operand<TFloat32> matMulTransposed(
      ModuleScope scope, Operand<TFloat32> x, Operand<TFloat32> table) {
    return matMul(scope, x, table, true);
  }

  private static Operand<TFloat32> matMul(
      ModuleScope scope, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeB) {
    Ops tf = scope.tf();
    MatMul.Options transposed = MatMul.transposeB(transposeB);
    return switch (scope.precision()) {
      case FLOAT32 -> tf.linalg.matMul(a, b, transposed);
      case BFLOAT16 -> widened(tf, tf.linalg.matMul(narrowed(tf, a), narrowed(tf, b), transposed));
    };
  }

  /**
   * A convolution of stride 1 with SAME padding, in the network's precision.
   *
   * @param scope the module that it is part of
   * @param x [n, h, w, in]
   * @param kernel [size, size, in, out]
   * @return [n, h, w, out]
   */
  public static Operand<TFloat32> conv2d(
      ModuleScope scope, Operand<TFloat32> x, Operand<TFloat32> kernel) {
    Ops tf = scope.tf();
    List<Long> unit = List.of(1L, 1L, 1L, 1L);
    return switch (scope.precision()) {
      case FLOAT32 -> tf.nn.conv2d(x, kernel, unit, "SAME");
      case BFLOAT16 ->
          widened(tf, tf.nn.conv2d(narrowed(tf, x), narrowed(tf, kernel), unit, "SAME"));
    };
  }

  /**
   * A batched product in the network's precision. It is TensorFlow's {@code BatchMatMulV2}: the V3
   * of the typed API is never rewritten to oneDNN.
   *
   * @param scope the module that it is part of
   * @param a [..., n, k]
   * @param b [..., k, m], or [..., m, k] when transposed
   * @param transposeB whether {@code b} is used transposed
   * @return [..., n, m]
   */
  public static Operand<TFloat32> batchMatMul(
      ModuleScope scope, Operand<TFloat32> a, Operand<TFloat32> b, boolean transposeB) {
    Ops tf = scope.tf();
    return switch (scope.precision()) {
      case FLOAT32 -> batchMatMulV2(tf, a, b, transposeB);
      case BFLOAT16 -> widened(tf, batchMatMulV2(tf, narrowed(tf, a), narrowed(tf, b), transposeB));
    };
  }

  private static <T extends TNumber> Operand<T> batchMatMulV2(
      Ops tf, Operand<T> a, Operand<T> b, boolean transposeB) {
    return tf.scope()
        .opBuilder("BatchMatMulV2", "BatchMatMul")
        .addInput(a.asOutput())
        .addInput(b.asOutput())
        .setAttr("adj_x", false)
        .setAttr("adj_y", transposeB)
        .build()
        .output(0);
  }

  private static Operand<TBfloat16> narrowed(Ops tf, Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TBfloat16.class);
  }

  private static Operand<TFloat32> widened(Ops tf, Operand<TBfloat16> x) {
    return tf.dtypes.cast(x, TFloat32.class);
  }
}
