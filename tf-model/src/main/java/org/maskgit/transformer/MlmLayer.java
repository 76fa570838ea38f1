package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** The head: from features to logits, with the word embeddings as its weights. */
final class MlmLayer {
  private MlmLayer() {}

  static <T extends TFloating> Operand<TFloat32> apply(
      ModuleScope scope,
      TransformerConfig config,
      Operand<T> x, // [rows, hidden]
      Operand<T> words, // [vocabulary, hidden]
      int outputs) {
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();
    Operand<T> dense = Layers.denseGelu(scope.module("mlm_dense"), x, hidden, hidden);
    Operand<T> normed =
        Layers.layerNorm(scope.module("mlm_ln"), dense, hidden, Transformer.LAYER_NORM_EPSILON);

    Operand<T> rows = // [outputs, hidden]
        tf.slice(words, tf.constant(new int[] {0, 0}), tf.constant(new int[] {outputs, hidden}));
    Operand<TFloat32> bias = // [outputs]
        tf.slice(
            scope.module("mlm_bias").parameter("bias", config.vocabularySize()),
            tf.constant(new int[] {0}),
            tf.constant(new int[] {outputs}));
    Operand<TFloat32> logits =
        tf.nn.biasAdd(
            Layers.cast(tf, Layers.matMulTransposed(scope, normed, rows), TFloat32.class),
            bias); // [rows, outputs]
    return scope.output(
        tf.reshape(logits, tf.constant(new int[] {-1, config.positions(), outputs})));
  }
}
