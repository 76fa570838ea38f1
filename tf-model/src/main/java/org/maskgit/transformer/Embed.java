package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/** Word and position embeddings, summed and normalised. */
final class Embed {
  private Embed() {}

  static <T extends TFloating> Operand<T> apply(
      ModuleScope scope,
      TransformerConfig config,
      Operand<TInt32> ids, // [batch, positions]
      Class<T> type) {
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();

    ModuleScope wordScope = scope.module("word_embeddings");
    Operand<T> wordTable = wordScope.parameter("embedding", type, config.vocabularySize(), hidden);
    Operand<T> words = // [batch, positions, hidden]
        wordScope.output(tf.gather(wordTable, rows(tf, config, ids), tf.constant(0)));

    ModuleScope positionScope = scope.module("position_embeddings");
    Operand<T> positions = // [1, positions, hidden]
        positionScope.output(
            tf.expandDims(
                positionScope.parameter("embedding", type, config.positions(), hidden),
                tf.constant(0)));

    Operand<T> sum = tf.math.add(words, positions);
    Operand<T> x = tf.reshape(sum, tf.constant(new int[] {-1, hidden})); // [rows, hidden]
    Operand<T> normed =
        Layers.layerNorm(scope.module("embeddings_ln"), x, hidden, Transformer.LAYER_NORM_EPSILON);
    return scope.output(Layers.dropout(scope.module("Dropout_0"), normed));
  }

  // JAX's take wraps a negative index, so [MASK] = -1 is the last row; TensorFlow's gather refuses
  // it.
  private static Operand<TInt32> rows(Ops tf, TransformerConfig config, Operand<TInt32> ids) {
    return tf.select(
        tf.math.less(ids, tf.constant(0)),
        tf.math.add(ids, tf.constant(config.vocabularySize())),
        ids);
  }
}
