package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * Multi-head self-attention without a mask: every token sees every other ({@code
 * nn.SelfAttention}).
 */
final class SelfAttention {
  private SelfAttention() {}

  static <T extends TFloating> Operand<T> apply(
      ModuleScope scope, TransformerConfig config, Operand<T> x) { // [rows, hidden]
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();
    Operand<T> scale =
        Layers.cast(tf, tf.constant((float) (1 / Math.sqrt(config.headSize()))), x.type());

    QueryKeyValue<T> projected = QueryKeyValue.of(scope, config, x);

    Operand<T> scores = // [batch, heads, positions, positions]
        Layers.batchMatMul(scope, tf.math.mul(projected.query(), scale), projected.key(), true);
    Operand<T> weights = // all images and heads drop the same, Flax's broadcast_dropout
        scope.dropout(Layers.softmax(scope, scores), 1, 1, config.positions(), config.positions());
    Operand<T> mixed = // [batch, heads, positions, head]
        Layers.batchMatMul(scope, weights, projected.value(), false);
    Operand<T> rows = // [rows, hidden]
        tf.reshape(
            tf.linalg.transpose(mixed, tf.constant(new int[] {0, 2, 1, 3})),
            tf.constant(new int[] {-1, hidden}));

    ModuleScope out = scope.module("out");
    Operand<T> kernel =
        tf.reshape(
            out.parameter("kernel", x.type(), config.heads(), config.headSize(), hidden),
            tf.constant(new int[] {hidden, hidden}));
    Operand<T> bias = out.parameter("bias", x.type(), hidden);
    return scope.output(out.output(Layers.dense(scope, rows, kernel, bias)));
  }
}
