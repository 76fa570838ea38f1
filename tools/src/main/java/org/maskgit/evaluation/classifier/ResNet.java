package org.maskgit.evaluation.classifier;

import java.util.List;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.maskgit.tokenizer.ConvLayers;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A residual classifier whose blocks normalise before they convolve (arXiv 1603.05027), over the
 * channels of each place in place of the batch: it works alike in training and in testing, and with
 * a batch of any size.
 */
final class ResNet {
  private static final float EPSILON = 1e-6f;
  private static final List<Long> HALF = List.of(1L, 2L, 2L, 1L);

  private ResNet() {}

  /** Builds the network; {@code images} are [n, h, w, 3] in [0, 1], the logits [n, classes]. */
  static Operand<TFloat32> apply(
      ModuleScope scope, ResNetConfig config, int classes, Operand<TFloat32> images) {
    Ops tf = scope.tf();
    Operand<TFloat32> centred =
        tf.math.mul(tf.math.sub(images, tf.constant(0.5f)), tf.constant(4f));
    int channels = config.width();
    Operand<TFloat32> x = ConvLayers.conv(scope.module("Stem"), centred, 3, 3, channels);
    for (int i = 0; i < config.firstHalvings(); i++) {
      x = tf.nn.avgPool(x, HALF, HALF, "SAME");
    }
    for (int stage = 0; stage < config.stages().size(); stage++) {
      for (int block = 0; block < config.stages().get(stage); block++) {
        boolean widens = stage > 0 && block == 0;
        int out = widens ? 2 * channels : channels;
        ModuleScope module = scope.module("Stage_" + stage + "_Block_" + block);
        x = block(module, widens ? tf.nn.avgPool(x, HALF, HALF, "SAME") : x, channels, out);
        channels = out;
      }
    }
    x = normalised(scope.module("LayerNorm"), x, channels);
    Operand<TFloat32> pooled = tf.math.mean(x, tf.constant(new int[] {1, 2}));
    return scope.output(Layers.dense(scope.module("Dense"), pooled, channels, classes));
  }

  private static Operand<TFloat32> block(ModuleScope scope, Operand<TFloat32> x, int in, int out) {
    Operand<TFloat32> y = normalised(scope.module("LayerNorm_0"), x, in);
    y = ConvLayers.conv(scope.module("Conv_0"), y, 3, in, out);
    y = normalised(scope.module("LayerNorm_1"), y, out);
    y = ConvLayers.conv(scope.module("Conv_1"), y, 3, out, out);
    Operand<TFloat32> shortcut =
        in == out ? x : ConvLayers.conv(scope.module("Shortcut"), x, 1, in, out);
    return scope.output(scope.tf().math.add(y, shortcut));
  }

  private static Operand<TFloat32> normalised(
      ModuleScope scope, Operand<TFloat32> x, int channels) {
    return scope.tf().nn.relu(Layers.layerNorm(scope, x, channels, EPSILON));
  }
}
