package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.FloatNdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How the discriminator halves height and width.
 *
 * <p>Both ways weigh neighbouring pixels, separately for rows and columns, so each is a product
 * with one banded matrix from the left and one from the right. A product can be differentiated any
 * number of times, which the gradient penalty needs and TensorFlow's pooling and depthwise
 * convolution refuse; it takes a few percent of the convolutions' time.
 */
public enum Resampling {
  /** {@code BlurPool2D}: the binomial filter 1 3 3 1, which lets less alias through. */
  BLUR(1f, 3f, 3f, 1f),

  /** {@code nn.avg_pool} of 2×2 pixels. */
  AVERAGE(1f, 1f);

  private final ImmutableList<Float> taps;

  Resampling(Float... taps) {
    this.taps = ImmutableList.copyOf(taps);
  }

  /**
   * Halves a square feature map; pixels outside count as 0 (SAME).
   *
   * @param scope the module
   * @param x [n, size, size, channels]
   * @param size height and width, even
   * @param channels channels of {@code x}
   * @return [n, size / 2, size / 2, channels]
   */
  Operand<TFloat32> halve(ModuleScope scope, Operand<TFloat32> x, int size, int channels) {
    Ops tf = scope.tf();
    int half = size / 2;
    Operand<TFloat32> weights = tf.constant(weights(size)); // [half, size]
    Operand<TFloat32> rows = tf.reshape(x, tf.constant(new int[] {-1, size, size * channels}));
    Operand<TFloat32> halved = Layers.batchMatMul(scope, weights, rows, false);
    Operand<TFloat32> columns = tf.reshape(halved, tf.constant(new int[] {-1, size, channels}));
    Operand<TFloat32> quartered = Layers.batchMatMul(scope, weights, columns, false);
    return scope.output(tf.reshape(quartered, tf.constant(new int[] {-1, half, half, channels})));
  }

  private FloatNdArray weights(int size) {
    FloatNdArray weights = NdArrays.ofFloats(Shape.of(size / 2, size));
    int before = (taps.size() - 2) / 2;
    float sum = 0;
    for (float tap : taps) {
      sum += tap;
    }
    for (int row = 0; row < size / 2; row++) {
      for (int tap = 0; tap < taps.size(); tap++) {
        int column = 2 * row + tap - before;
        if (column >= 0 && column < size) {
          weights.setFloat(taps.get(tap) / sum, row, column);
        }
      }
    }
    return weights;
  }
}
