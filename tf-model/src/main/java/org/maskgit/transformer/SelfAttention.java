package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Multi-head self-attention without a mask: every token sees every other ({@code
 * nn.SelfAttention}). The kernels are stored per head, {@code [hidden, heads, head]}, and used as
 * matrices.
 */
final class SelfAttention {
  private SelfAttention() {}

  static <T extends TFloating> Operand<T> apply(
      ModuleScope scope, TransformerConfig config, Operand<T> x) { // [rows, hidden]
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();
    Operand<T> scale =
        Layers.cast(tf, tf.constant((float) (1 / Math.sqrt(config.headSize()))), x.type());

    Operand<T> query = byHead(tf, config, project(scope.module("query"), config, x));
    Operand<T> key = byHead(tf, config, project(scope.module("key"), config, x));
    Operand<T> value = byHead(tf, config, project(scope.module("value"), config, x));

    Operand<T> scores = // [batch, heads, positions, positions]
        Layers.batchMatMul(scope, tf.math.mul(query, scale), key, true);
    Operand<T> weights = // all images and heads drop the same, Flax's broadcast_dropout
        scope.dropout(Layers.softmax(scope, scores), 1, 1, config.positions(), config.positions());
    Operand<T> mixed = // [batch, heads, positions, head]
        Layers.batchMatMul(scope, weights, value, false);
    Operand<T> rows = // [rows, hidden]
        tf.reshape(transpose(tf, mixed), tf.constant(new int[] {-1, hidden}));

    ModuleScope out = scope.module("out");
    Operand<T> kernel =
        tf.reshape(
            out.parameter("kernel", x.type(), config.heads(), config.headSize(), hidden),
            tf.constant(new int[] {hidden, hidden}));
    Operand<T> bias = out.parameter("bias", x.type(), hidden);
    return scope.output(out.output(Layers.dense(scope, rows, kernel, bias)));
  }

  private static <T extends TFloating> Operand<T> project(
      ModuleScope scope, TransformerConfig config, Operand<T> x) {
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();
    Operand<T> kernel =
        tf.reshape(
            scope.parameter("kernel", x.type(), hidden, config.heads(), config.headSize()),
            tf.constant(new int[] {hidden, hidden}));
    Operand<T> bias =
        tf.reshape(
            scope.parameter("bias", x.type(), config.heads(), config.headSize()),
            tf.constant(new int[] {hidden}));
    return scope.output(Layers.dense(scope, x, kernel, bias)); // [rows, hidden]
  }

  private static <T extends TFloating> Operand<T> byHead(
      Ops tf, TransformerConfig config, Operand<T> rows) {
    Operand<TInt32> shape =
        tf.constant(new int[] {-1, config.positions(), config.heads(), config.headSize()});
    return transpose(tf, tf.reshape(rows, shape)); // [batch, heads, positions, head]
  }

  /** [batch, positions, heads, head] to [batch, heads, positions, head], and back. */
  private static <T extends TFloating> Operand<T> transpose(Ops tf, Operand<T> x) {
    return tf.linalg.transpose(x, tf.constant(new int[] {0, 2, 1, 3}));
  }
}
