package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** The head: from features to logits, with the word embeddings as its weights. */
final class MlmLayer {
  private MlmLayer() {}

  static Operand<TFloat32> apply(
      ModuleScope scope,
      TransformerConfig config,
      Operand<TFloat32> x, // [rows, hidden]
      Operand<TFloat32> words, // [vocabulary, hidden]
      int outputs) {
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();
    Operand<TFloat32> dense = Layers.dense(scope.module("mlm_dense"), x, hidden, hidden);
    Operand<TFloat32> normed =
        Layers.layerNorm(
            scope.module("mlm_ln"), Layers.gelu(tf, dense), hidden, Transformer.LAYER_NORM_EPSILON);

    Operand<TFloat32> rows = // [outputs, hidden]
        tf.slice(words, tf.constant(new int[] {0, 0}), tf.constant(new int[] {outputs, hidden}));
    Operand<TFloat32> bias = // [outputs]
        tf.slice(
            scope.module("mlm_bias").parameter("bias", config.vocabularySize()),
            tf.constant(new int[] {0}),
            tf.constant(new int[] {outputs}));
    Operand<TFloat32> logits =
        tf.nn.biasAdd(Layers.matMulTransposed(scope, normed, rows), bias); // [rows, outputs]
    return scope.output(
        tf.reshape(logits, tf.constant(new int[] {-1, config.positions(), outputs})));
  }
}
