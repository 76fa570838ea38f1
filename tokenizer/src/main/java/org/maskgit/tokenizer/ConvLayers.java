package org.maskgit.tokenizer;

import java.util.List;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** The layers of the VQGAN, NHWC, with the numerics of {@code flax.linen}. */
public final class ConvLayers {
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
   * @param <T> the type of the values
   * @return [n, h, w, out]
   */
  public static <T extends TFloating> Operand<T> conv(
      ModuleScope scope, Operand<T> x, int size, int in, int out) {
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
   * @param <T> the type of the values
   * @return [n, h, w, out]
   */
  public static <T extends TFloating> Operand<T> biasedConv(
      ModuleScope scope, Operand<T> x, int size, int in, int out) {
    Operand<T> y = convolve(scope, x, size, in, out);
    return scope.output(scope.tf().nn.biasAdd(y, scope.parameter("bias", x.type(), out)));
  }

  private static <T extends TFloating> Operand<T> convolve(
      ModuleScope scope, Operand<T> x, int size, int in, int out) {
    return Layers.conv2d(scope, x, scope.parameter("kernel", x.type(), size, size, in, out));
  }

  /** {@code x · sigmoid(x)}. */
  static <T extends TFloating> Operand<T> swish(Ops tf, Operand<T> x) {
    return tf.math.mul(x, tf.math.sigmoid(x));
  }

  /** Average of 2×2 pixels: half the height and width. */
  static <T extends TFloating> Operand<T> downsample(Ops tf, Operand<T> x) {
    return tf.nn.avgPool(x, HALF, HALF, "SAME");
  }

  /**
   * Twice the height and width, every pixel four times, and then {@link #biasedConv} of size 3. In
   * inference both are one: {@link SubPixel}.
   */
  static <T extends TFloating> Operand<T> upsampledConv(
      ModuleScope scope, Operand<T> x, int channels) {
    if (!scope.isInference()) {
      return biasedConv(scope, upsample(scope.tf(), x), 3, channels, channels);
    }
    Operand<T> y = SubPixel.upsampledConv(scope, x, channels);
    return scope.output(scope.tf().nn.biasAdd(y, scope.parameter("bias", x.type(), channels)));
  }

  private static <T extends TFloating> Operand<T> upsample(Ops tf, Operand<T> x) {
    Operand<TInt32> size =
        tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    return tf.image.resizeNearestNeighbor(x, tf.math.mul(size, tf.constant(2)));
  }
}
