package org.maskgit.transformer;

import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * The bidirectional transformer of paper section 3.1: it sees all tokens at once, known and masked,
 * and predicts every one of them.
 */
public final class Transformer {
  /** {@code nn.LayerNorm(epsilon=1e-12)} in every module of the official code. */
  static final float LAYER_NORM_EPSILON = 1e-12f;

  private Transformer() {}

  /**
   * Builds the network.
   *
   * @param scope the root of the network
   * @param config its sizes
   * @param ids int32 [batch, positions], the class token first, −1 = masked
   * @param outputs how many rows of the vocabulary get logits, from row 0: the codebook for
   *     sampling, the whole vocabulary for training
   * @return logits, [batch, positions, outputs]
   */
  public static Operand<TFloat32> logits(
      ModuleScope scope, TransformerConfig config, Operand<TInt32> ids, int outputs) {
    return logits(scope, config, ids, outputs, scope.activations());
  }

  private static <T extends TFloating> Operand<TFloat32> logits(
      ModuleScope scope,
      TransformerConfig config,
      Operand<TInt32> ids,
      int outputs,
      Class<T> type) {
    Operand<T> x = Embed.apply(scope.module("Embed_0"), config, ids, type); // [rows, hidden]
    for (int i = 0; i < config.layers(); i++) {
      x = TransformerLayer.apply(scope.module("TransformerLayer_" + i), config, x);
    }
    Operand<T> words = // tied: the table that embeds the tokens also predicts them
        scope.parameter(
            "Embed_0/word_embeddings/embedding",
            type,
            config.vocabularySize(),
            config.hiddenSize());
    return MlmLayer.apply(scope.module("MlmLayer_0"), config, x, words, outputs);
  }
}
