package org.maskgit.tokenizer;

import java.util.List;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The layers of the VQGAN, NHWC, with the numerics of {@code flax.linen}. */
public final class ConvLayers {
  /** Groups of every GroupNorm. */
  static final int GROUPS = 32;

  private static final float GROUP_NORM_EPSILON = 1e-6f;
  private static final List<Long> HALF = List.of(1L, 2L, 2L, 1L);

  private ConvLayers() {}

  /**
   * {@code nn.Conv} without bias, stride 1, SAME.
   *
   * @param scope the layer's module, with {@code kernel} [size, size, in, out]
   * @param x [n, h, w, in]
   * @param size side of the kernel
   * @param in channels of {@code x}
   * @param out channels of the result
   * @return [n, h, w, out]
   */
  public static Operand<TFloat32> conv(
      ModuleScope scope, Operand<TFloat32> x, int size, int in, int out) {
    return scope.output(convolve(scope, x, size, in, out));
  }

  /**
   * {@code nn.Conv} with bias, stride 1, SAME.
   *
   * @param scope the layer's module, with {@code kernel} [size, size, in, out] and {@code bias}
   *     [out]
   * @param x [n, h, w, in]
   * @param size side of the kernel
   * @param in channels of {@code x}
   * @param out channels of the result
   * @return [n, h, w, out]
   */
  public static Operand<TFloat32> biasedConv(
      ModuleScope scope, Operand<TFloat32> x, int size, int in, int out) {
    Operand<TFloat32> y = convolve(scope, x, size, in, out);
    return scope.output(scope.tf().nn.biasAdd(y, scope.parameter("bias", out)));
  }

  private static Operand<TFloat32> convolve(
      ModuleScope scope, Operand<TFloat32> x, int size, int in, int out) {
    return Layers.conv2d(scope, x, scope.parameter("kernel", size, size, in, out));
  }

  /**
   * {@code nn.GroupNorm}: mean and biased variance, E[x²] − E[x]² floored at 0, of each image's
   * contiguous group of channels. The means are taken for each channel first, then over the group,
   * and the whole is one scale and one offset a channel: a mean over a strided group would cost a
   * quarter of the decoder's time.
   */
  static Operand<TFloat32> groupNorm(ModuleScope scope, Operand<TFloat32> x, int channels) {
    Ops tf = scope.tf();
    Operand<TInt32> space = tf.constant(new int[] {1, 2});
    Operand<TFloat32> mean = overGroup(tf, tf.math.mean(x, space), channels); // [n, 32, 1]
    Operand<TFloat32> meanOfSquares =
        overGroup(tf, tf.math.mean(tf.math.square(x), space), channels);
    Operand<TFloat32> variance =
        tf.math.maximum(tf.math.sub(meanOfSquares, tf.math.square(mean)), tf.constant(0f));
    Operand<TFloat32> inverse =
        tf.math.rsqrt(tf.math.add(variance, tf.constant(GROUP_NORM_EPSILON)));

    Operand<TInt32> grouped = tf.constant(new int[] {GROUPS, channels / GROUPS});
    Operand<TFloat32> scale = tf.reshape(scope.parameter("scale", channels), grouped);
    Operand<TFloat32> bias = tf.reshape(scope.parameter("bias", channels), grouped);
    Operand<TFloat32> factor = tf.math.mul(inverse, scale); // [n, 32, channels / 32]
    Operand<TFloat32> offset = tf.math.sub(bias, tf.math.mul(mean, factor));

    Operand<TInt32> perChannel = tf.constant(new int[] {-1, 1, 1, channels});
    return scope.output(
        tf.math.add(
            tf.math.mul(x, tf.reshape(factor, perChannel)), tf.reshape(offset, perChannel)));
  }

  private static Operand<TFloat32> overGroup(Ops tf, Operand<TFloat32> means, int channels) {
    Operand<TInt32> grouped = tf.constant(new int[] {-1, GROUPS, channels / GROUPS});
    return tf.math.mean(tf.reshape(means, grouped), tf.constant(2), Mean.keepDims(true));
  }

  /** {@code x · sigmoid(x)}. */
  static Operand<TFloat32> swish(Ops tf, Operand<TFloat32> x) {
    return tf.math.mul(x, tf.math.sigmoid(x));
  }

  /** Average of 2×2 pixels: half the height and width. */
  static Operand<TFloat32> downsample(Ops tf, Operand<TFloat32> x) {
    return tf.nn.avgPool(x, HALF, HALF, "SAME");
  }

  /** Every pixel four times: twice the height and width. */
  static Operand<TFloat32> upsample(Ops tf, Operand<TFloat32> x) {
    Operand<TInt32> size =
        tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return tf.image.resizeNearestNeighbor(x, tf.math.mul(size, tf.constant(2)));
  }
}
