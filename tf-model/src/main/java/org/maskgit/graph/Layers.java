package org.maskgit.graph;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
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
   * @param <T> the type of the values
   * @return [rows, out]
   */
  public static <T extends TFloating> Operand<T> dense(
      ModuleScope scope, Operand<T> x, int in, int out) {
    Operand<T> kernel = scope.parameter("kernel", x.type(), in, out);
    Operand<T> bias = scope.parameter("bias", x.type(), out);
    return scope.output(dense(scope, x, kernel, bias));
  }

  /**
   * {@code x · kernel + bias} with parameters from elsewhere.
   *
   * @param scope the module that it is part of
   * @param x [rows, in]
   * @param kernel [in, out]
   * @param bias [out]
   * @param <T> the type of the values
   * @return [rows, out]
   */
  public static <T extends TFloating> Operand<T> dense(
      ModuleScope scope, Operand<T> x, Operand<T> kernel, Operand<T> bias) {
    Ops tf = scope.tf();
    return scope.kernels().areOneDnn()
        ? OneDnnOps.dense(scope, x, kernel, bias)
        : tf.nn.biasAdd(matMul(scope, x, kernel, false), bias);
  }

  /**
   * {@code nn.Dense} and then {@link #gelu}.
   *
   * @param scope the dense layer's module
   * @param x [rows, in]
   * @param in features of {@code x}
   * @param out features of the result
   * @param <T> the type of the values
   * @return [rows, out]
   */
  public static <T extends TFloating> Operand<T> denseGelu(
      ModuleScope scope, Operand<T> x, int in, int out) {
    return denseGelu(
        scope,
        x,
        scope.parameter("kernel", x.type(), in, out),
        scope.parameter("bias", x.type(), out));
  }

  /** What lies between the two is the output of the scope, where it exists. */
  static <T extends TFloating> Operand<T> denseGelu(
      ModuleScope scope, Operand<T> x, Operand<T> kernel, Operand<T> bias) {
    return scope.kernels().areOneDnn()
        ? OneDnnOps.denseGelu(scope, x, kernel, bias)
        : gelu(scope.tf(), scope.output(dense(scope, x, kernel, bias)));
  }

  /**
   * {@code nn.LayerNorm} over the last axis: biased variance as E[x²] − E[x]², floored at 0.
   *
   * @param scope the layer's module, with {@code scale} and {@code bias} [features]
   * @param x [rows, features]
   * @param features features of {@code x}
   * @param epsilon added to the variance
   * @param <T> the type of the values; means are taken in float32
   * @return [rows, features]
   */
  public static <T extends TFloating> Operand<T> layerNorm(
      ModuleScope scope, Operand<T> x, int features, float epsilon) {
    Operand<T> scale = scope.parameter("scale", x.type(), features);
    Operand<T> bias = scope.parameter("bias", x.type(), features);
    return scope.output(layerNorm(scope, x, scale, bias, epsilon));
  }

  static <T extends TFloating> Operand<T> layerNorm(
      ModuleScope scope, Operand<T> x, Operand<T> scale, Operand<T> bias, float epsilon) {
    Ops tf = scope.tf();
    return scope.kernels().areOneDnn()
        ? OneDnnOps.layerNorm(tf, x, scale, bias, epsilon)
        : cast(
            tf,
            normalised(
                tf,
                cast(tf, x, TFloat32.class),
                cast(tf, scale, TFloat32.class),
                cast(tf, bias, TFloat32.class),
                epsilon),
            x.type());
  }

  private static Operand<TFloat32> normalised(
      Ops tf, Operand<TFloat32> x, Operand<TFloat32> scale, Operand<TFloat32> bias, float epsilon) {
    Operand<TInt32> last = tf.constant(-1);
    Operand<TFloat32> mean = tf.math.mean(x, last, Mean.keepDims(true));
    Operand<TFloat32> meanOfSquares = tf.math.mean(tf.math.square(x), last, Mean.keepDims(true));
    Operand<TFloat32> variance =
        tf.math.maximum(tf.math.sub(meanOfSquares, tf.math.square(mean)), tf.constant(0f));
    Operand<TFloat32> factor =
        tf.math.mul(tf.math.rsqrt(tf.math.add(variance, tf.constant(epsilon))), scale);
    return tf.math.add(tf.math.mul(tf.math.sub(x, mean), factor), bias);
  }

  /**
   * {@code jax.nn.gelu} in its default form, the tanh approximation. The cube is two products: a
   * power would take a third of the layer's time.
   *
   * @param tf where to build
   * @param x any shape
   * @param <T> the type of the values; it is computed in float32
   * @return the same shape
   */
  public static <T extends TFloating> Operand<T> gelu(Ops tf, Operand<T> x) {
    Operand<TFloat32> wide = cast(tf, x, TFloat32.class);
    Operand<TFloat32> cube = tf.math.mul(tf.math.mul(wide, wide), wide);
    Operand<TFloat32> inner =
        tf.math.mul(
            tf.constant(SQRT_2_OVER_PI),
            tf.math.add(wide, tf.math.mul(tf.constant(0.044715f), cube)));
    Operand<TFloat32> cdf =
        tf.math.mul(tf.constant(0.5f), tf.math.add(tf.constant(1f), tf.math.tanh(inner)));
    return cast(tf, tf.math.mul(wide, cdf), x.type());
  }

  /**
   * Softmax over the last axis.
   *
   * @param scope the module that it is part of
   * @param x any shape
   * @param <T> the type of the values
   * @return the same shape
   */
  public static <T extends TFloating> Operand<T> softmax(ModuleScope scope, Operand<T> x) {
    return scope.kernels().areOneDnn()
        ? OneDnnOps.softmax(scope.tf(), x)
        : scope.tf().nn.softmax(x);
  }

  /**
   * {@code nn.Dropout}: an element stays, divided by the chance to stay, or becomes 0. In inference
   * it is {@code x} itself.
   *
   * @param scope the layer's module
   * @param x any shape
   * @param <T> the type of the values
   * @return the same shape
   */
  public static <T extends TFloating> Operand<T> dropout(ModuleScope scope, Operand<T> x) {
    return scope.output(scope.dropout(x));
  }

  /**
   * A product with a transposed right side, as tied embeddings need it, in the network's precision.
   *
   * @param scope the module that it is part of
   * @param x [rows, features]
   * @param table [entries, features]
   * @param <T> the type of the values
   * @return {@code x · tableᵀ}, [rows, entries]
   */
  public static <T extends TFloating> Operand<T> matMulTransposed(
      ModuleScope scope, Operand<T> x, Operand<T> table) {
    return matMul(scope, x, table, true);
  }

  private static <T extends TFloating> Operand<T> matMul(
      ModuleScope scope, Operand<T> a, Operand<T> b, boolean transposeB) {
    Ops tf = scope.tf();
    MatMul.Options transposed = MatMul.transposeB(transposeB);
    return switch (scope.precision()) {
      case FLOAT32 -> tf.linalg.matMul(a, b, transposed);
      case BFLOAT16 ->
          cast(tf, tf.linalg.matMul(narrowed(tf, a), narrowed(tf, b), transposed), a.type());
    };
  }

  /**
   * A convolution of stride 1 with SAME padding, in the network's precision.
   *
   * @param scope the module that it is part of
   * @param x [n, h, w, in]
   * @param kernel [size, size, in, out]
   * @param <T> the type of the values
   * @return [n, h, w, out]
   */
  public static <T extends TFloating> Operand<T> conv2d(
      ModuleScope scope, Operand<T> x, Operand<T> kernel) {
    Ops tf = scope.tf();
    List<Long> unit = List.of(1L, 1L, 1L, 1L);
    return switch (scope.precision()) {
      case FLOAT32 -> tf.nn.conv2d(x, kernel, unit, "SAME");
      case BFLOAT16 ->
          cast(tf, tf.nn.conv2d(narrowed(tf, x), narrowed(tf, kernel), unit, "SAME"), x.type());
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
   * @param <T> the type of the values
   * @return [..., n, m]
   */
  public static <T extends TFloating> Operand<T> batchMatMul(
      ModuleScope scope, Operand<T> a, Operand<T> b, boolean transposeB) {
    Ops tf = scope.tf();
    if (scope.kernels().areOneDnn()) {
      return OneDnnOps.batchMatMul(tf, a, b, transposeB);
    }
    return switch (scope.precision()) {
      case FLOAT32 -> batchMatMulV2(tf, a, b, transposeB);
      case BFLOAT16 ->
          cast(tf, batchMatMulV2(tf, narrowed(tf, a), narrowed(tf, b), transposeB), a.type());
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

  private static Operand<TBfloat16> narrowed(Ops tf, Operand<? extends TFloating> x) {
    return cast(tf, x, TBfloat16.class);
  }

  /**
   * Changes the type of values; without an operation if they have it already.
   *
   * @param tf where to build
   * @param x any shape
   * @param type float32 or bfloat16
   * @param <T> the same type
   * @return the same shape
   */
  public static <T extends TFloating> Operand<T> cast(
      Ops tf, Operand<? extends TFloating> x, Class<T> type) {
    return x.type() == type ? x.asOutput().expect(type) : tf.dtypes.cast(x, type);
  }
}
