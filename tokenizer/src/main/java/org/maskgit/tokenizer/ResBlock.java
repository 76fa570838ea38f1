package org.maskgit.tokenizer;

import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The residual block of the VQGAN.
 *
 * <p>Where the width changes, the official shortcut is a convolution of the block's
 * <em>output</em>, not of its input, which is dropped ({@code vqgan_tokenizer.py}; issue #3 of the
 * official repository). The published weights were trained with it and need it.
 */
final class ResBlock {
  private ResBlock() {}

  static <T extends TFloating> Operand<T> apply(ModuleScope scope, Operand<T> x, int in, int out) {
    Ops tf = scope.tf();
    Operand<T> y = GroupNorm.apply(scope.module("GroupNorm_0"), x, in);
    y = ConvLayers.conv(scope.module("Conv_0"), ConvLayers.swish(tf, y), 3, in, out);
    y = GroupNorm.apply(scope.module("GroupNorm_1"), y, out);
    y = ConvLayers.conv(scope.module("Conv_1"), ConvLayers.swish(tf, y), 3, out, out);
    Operand<T> shortcut = in == out ? x : ConvLayers.conv(scope.module("Conv_2"), y, 1, out, out);
    return scope.output(tf.math.add(y, shortcut));
  }
}
