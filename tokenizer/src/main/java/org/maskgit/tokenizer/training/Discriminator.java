package org.maskgit.tokenizer.training;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.maskgit.tokenizer.ConvLayers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;

/**
 * The adversary of the tokenizer: a residual discriminator as in StyleGAN2 ({@code
 * discriminator.py} of the official code; its names are the keys of Flax). Every operation in it
 * can be differentiated twice.
 */
public final class Discriminator {
  private static final float SLOPE = 0.2f;
  private static final float INVERSE_SQRT_2 = (float) (1 / Math.sqrt(2));

  private Discriminator() {}

  /**
   * Builds the discriminator.
   *
   * @param scope its module
   * @param config the sizes
   * @param image RGB in [0, 1], [n, size, size, 3]
   * @return one logit an image, high for real ones, [n, 1]
   */
  public static Operand<TFloat32> apply(
      ModuleScope scope, DiscriminatorConfig config, Operand<TFloat32> image) {
    Ops tf = scope.tf();
    int channels = config.channels().get(0);
    int size = config.imageSize();
    Operand<TFloat32> x =
        activate(tf, ConvLayers.biasedConv(scope.module("Conv_0"), image, 3, 3, channels));
    for (int block = 0; size > DiscriminatorConfig.SMALLEST; block++, size /= 2) {
      int out = config.channels().get(block + 1);
      ModuleScope module = scope.module("ResBlock_" + block);
      x = residualBlock(module, config.resampling(), x, size, channels, out);
      channels = out;
    }
    x = activate(tf, ConvLayers.biasedConv(scope.module("Conv_1"), x, 3, channels, channels));
    int features = size * size * channels;
    x = tf.reshape(x, tf.constant(new int[] {-1, features}));
    x = activate(tf, Layers.dense(scope.module("Dense_0"), x, features, channels));
    return scope.output(Layers.dense(scope.module("Dense_1"), x, channels, 1));
  }

  private static Operand<TFloat32> residualBlock(
      ModuleScope scope, Resampling resampling, Operand<TFloat32> x, int size, int in, int out) {
    Ops tf = scope.tf();
    Operand<TFloat32> y = activate(tf, ConvLayers.biasedConv(scope.module("Conv_0"), x, 3, in, in));
    y = resampling.halve(scope.module("BlurPool2D_0"), y, size, in);
    Operand<TFloat32> residual = resampling.halve(scope.module("BlurPool2D_1"), x, size, in);
    residual = ConvLayers.conv(scope.module("Conv_1"), residual, 1, in, out);
    y = activate(tf, ConvLayers.biasedConv(scope.module("Conv_2"), y, 3, in, out));
    return scope.output(tf.math.mul(tf.math.add(residual, y), tf.constant(INVERSE_SQRT_2)));
  }

  private static Operand<TFloat32> activate(Ops tf, Operand<TFloat32> x) {
    return tf.nn.leakyRelu(x, LeakyRelu.alpha(SLOPE));
  }
}
