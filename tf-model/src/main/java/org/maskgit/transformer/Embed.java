package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Word and position embeddings, summed and normalised. */
final class Embed {
  private Embed() {}

  static Operand<TFloat32> apply(
      ModuleScope scope, TransformerConfig config, Operand<TInt32> ids) { // ids [batch, positions]
    Ops tf = scope.tf();
    int hidden = config.hiddenSize();

    ModuleScope wordScope = scope.module("word_embeddings");
    Operand<TFloat32> wordTable = wordScope.parameter("embedding", config.vocabularySize(), hidden);
    Operand<TFloat32> words = // [batch, positions, hidden]
        wordScope.output(tf.gather(wordTable, rows(tf, config, ids), tf.constant(0)));

    ModuleScope positionScope = scope.module("position_embeddings");
    Operand<TFloat32> positions = // [1, positions, hidden]
        positionScope.output(
            tf.expandDims(
                positionScope.parameter("embedding", config.positions(), hidden), tf.constant(0)));

    Operand<TFloat32> sum = tf.math.add(words, positions);
    Operand<TFloat32> x = tf.reshape(sum, tf.constant(new int[] {-1, hidden})); // [rows, hidden]
    Operand<TFloat32> normed =
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
