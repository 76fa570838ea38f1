package org.maskgit.tokenizer;

import java.util.Arrays;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * {@code nn.GroupNorm}: mean and biased variance, E[x²] − E[x]² floored at 0, of each image's
 * contiguous group of channels. The means are taken for each channel first, then over the group,
 * and the whole is one scale and one offset a channel: a mean over a strided group would cost a
 * quarter of the decoder's time.
 */
final class GroupNorm {
  /** Groups of every one, of which the channels are a multiple. */
  static final int GROUPS = 32;

  private static final float EPSILON = 1e-6f;

  private GroupNorm() {}

  /**
   * Builds the layer.
   *
   * @param scope the layer's module, with {@code scale} and {@code bias} [channels]
   * @param x [n, h, w, channels]; n = 1 in inference, where TensorFlow's batch normalisation, one
   *     fused pass for the statistics and one for the result, is that of the one image
   */
  static <T extends TFloating> Operand<T> apply(ModuleScope scope, Operand<T> x, int channels) {
    return scope.output(
        scope.isInference() ? ofOneImage(scope, x, channels) : ofBatch(scope, x, channels));
  }

  private static <T extends TFloating> Operand<T> ofBatch(
      ModuleScope scope, Operand<T> x, int channels) {
    Ops tf = scope.tf();
    Operand<TFloat32> wide = Layers.cast(tf, x, TFloat32.class);
    Operand<TInt32> space = tf.constant(new int[] {1, 2});
    Affine affine =
        affine(
            scope, tf.math.mean(wide, space), tf.math.mean(tf.math.square(wide), space), channels);
    Operand<TInt32> perChannel = tf.constant(new int[] {-1, 1, 1, channels});
    Operand<TFloat32> y =
        tf.math.add(
            tf.math.mul(wide, tf.reshape(affine.factor(), perChannel)),
            tf.reshape(affine.offset(), perChannel));
    return Layers.cast(tf, y, x.type());
  }

  private static <T extends TFloating> Operand<T> ofOneImage(
      ModuleScope scope, Operand<T> x, int channels) {
    Ops tf = scope.tf();
    Operand<TFloat32> ones = tf.constant(filled(channels, 1));
    Operand<TFloat32> zeros = tf.constant(filled(channels, 0));
    Operand<TFloat32> none = tf.constant(new float[0]);
    FusedBatchNorm<T, TFloat32> statistics =
        tf.nn.fusedBatchNorm(
            x,
            ones,
            zeros,
            none,
            none,
            FusedBatchNorm.isTraining(true),
            FusedBatchNorm.epsilon(0f));
    Operand<TFloat32> mean = statistics.batchMean();
    Operand<TFloat32> meanOfSquares =
        tf.math.add(tf.math.mul(statistics.batchVariance(), bias(tf, x)), tf.math.square(mean));
    Affine affine = affine(scope, mean, meanOfSquares, channels);
    Operand<TInt32> flat = tf.constant(new int[] {channels});
    return tf.nn
        .fusedBatchNorm(
            x,
            tf.reshape(affine.factor(), flat),
            tf.reshape(affine.offset(), flat),
            zeros,
            ones,
            FusedBatchNorm.isTraining(false),
            FusedBatchNorm.epsilon(0f))
        .y();
  }

  /** (n − 1) / n of the n pixels: from the unbiased variance, which TensorFlow gives, to ours. */
  private static Operand<TFloat32> bias(Ops tf, Operand<?> x) {
    Operand<TInt32> sides =
        tf.slice(tf.shape(x), tf.constant(new int[] {1}), tf.constant(new int[] {2}));
    Operand<TFloat32> pixels = tf.dtypes.cast(tf.reduceProd(sides, tf.constant(0)), TFloat32.class);
    return tf.math.div(tf.math.sub(pixels, tf.constant(1f)), pixels);
  }

  private static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  /** What is multiplied with and added to, [n, 32, channels / 32]. */
  private record Affine(Operand<TFloat32> factor, Operand<TFloat32> offset) {}

  /** From the means of each channel, [n, channels] or [channels]. */
  private static Affine affine(
      ModuleScope scope, Operand<TFloat32> means, Operand<TFloat32> meansOfSquares, int channels) {
    Ops tf = scope.tf();
    Operand<TFloat32> mean = overGroup(tf, means, channels); // [n, 32, 1]
    Operand<TFloat32> variance =
        tf.math.maximum(
            tf.math.sub(overGroup(tf, meansOfSquares, channels), tf.math.square(mean)),
            tf.constant(0f));
    Operand<TFloat32> inverse = tf.math.rsqrt(tf.math.add(variance, tf.constant(EPSILON)));

    Operand<TInt32> grouped = tf.constant(new int[] {GROUPS, channels / GROUPS});
    Operand<TFloat32> scale = tf.reshape(scope.parameter("scale", channels), grouped);
    Operand<TFloat32> bias = tf.reshape(scope.parameter("bias", channels), grouped);
    Operand<TFloat32> factor = tf.math.mul(inverse, scale); // [n, 32, channels / 32]
    return new Affine(factor, tf.math.sub(bias, tf.math.mul(mean, factor)));
  }

  private static Operand<TFloat32> overGroup(Ops tf, Operand<TFloat32> means, int channels) {
    Operand<TInt32> grouped = tf.constant(new int[] {-1, GROUPS, channels / GROUPS});
    return tf.math.mean(tf.reshape(means, grouped), tf.constant(2), Mean.keepDims(true));
  }
}
