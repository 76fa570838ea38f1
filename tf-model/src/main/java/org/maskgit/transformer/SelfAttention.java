package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Multi-head self-attention without a mask: every token sees every other ({@code
 * nn.SelfAttention}). The kernels are stored per head, {@code [hidden, heads, head]}, and used as
 * matrices.
 */
final class SelfAttention {
  private SelfAttention() {}

  static Operand<TFloat32> apply(
      ModuleScope scope, TransformerConfig config, Operand<TFloat32> x) { // [rows, hidden]
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();
    Operand<TFloat32> scale = tf.constant((float) (1 / Math.sqrt(config.headSize())));

    Operand<TFloat32> query = byHead(tf, config, project(scope.module("query"), config, x));
    Operand<TFloat32> key = byHead(tf, config, project(scope.module("key"), config, x));
    Operand<TFloat32> value = byHead(tf, config, project(scope.module("value"), config, x));

    Operand<TFloat32> scores = // [batch, heads, positions, positions]
        Layers.batchMatMul(scope, tf.math.mul(query, scale), key, true);
    Operand<TFloat32> weights = // all images and heads drop the same, Flax's broadcast_dropout
        scope.dropout(tf.nn.softmax(scores), 1, 1, config.positions(), config.positions());
    Operand<TFloat32> mixed = // [batch, heads, positions, head]
        Layers.batchMatMul(scope, weights, value, false);
    Operand<TFloat32> rows = // [rows, hidden]
        tf.reshape(transpose(tf, mixed), tf.constant(new int[] {-1, hidden}));

    ModuleScope out = scope.module("out");
    Operand<TFloat32> kernel =
        tf.reshape(
            out.parameter("kernel", config.heads(), config.headSize(), hidden),
            tf.constant(new int[] {hidden, hidden}));
    Operand<TFloat32> bias = out.parameter("bias", hidden);
    return scope.output(out.output(tf.nn.biasAdd(Layers.matMul(scope, rows, kernel), bias)));
  }

  private static Operand<TFloat32> project(
      ModuleScope scope, TransformerConfig config, Operand<TFloat32> x) {
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();
    Operand<TFloat32> kernel =
        tf.reshape(
            scope.parameter("kernel", hidden, config.heads(), config.headSize()),
            tf.constant(new int[] {hidden, hidden}));
    Operand<TFloat32> bias =
        tf.reshape(
            scope.parameter("bias", config.heads(), config.headSize()),
            tf.constant(new int[] {hidden}));
    return scope.output(tf.nn.biasAdd(Layers.matMul(scope, x, kernel), bias)); // [rows, hidden]
  }

  private static Operand<TFloat32> byHead(
      Ops tf, TransformerConfig config, Operand<TFloat32> rows) {
    Operand<TInt32> shape =
        tf.constant(new int[] {-1, config.positions(), config.heads(), config.headSize()});
    return transpose(tf, tf.reshape(rows, shape)); // [batch, heads, positions, head]
  }

  /** [batch, positions, heads, head] to [batch, heads, positions, head], and back. */
  private static Operand<TFloat32> transpose(Ops tf, Operand<TFloat32> x) {
    return tf.linalg.transpose(x, tf.constant(new int[] {0, 2, 1, 3}));
  }
}
