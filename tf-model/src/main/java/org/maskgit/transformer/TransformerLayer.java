package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** One post-LN block: attention, then MLP, each {@code LN(x + sublayer(x))}. */
final class TransformerLayer {
  private TransformerLayer() {}

  static <T extends TFloating> Operand<T> apply(
      ModuleScope scope, TransformerConfig config, Operand<T> x) { // [rows, hidden]
    Operand<T> attended = attention(scope.module("Attention_0"), config, x);
    return scope.output(Mlp.apply(scope.module("Mlp_0"), config, attended));
  }

  private static <T extends TFloating> Operand<T> attention(
      ModuleScope scope, TransformerConfig config, Operand<T> x) {
    Operand<T> attended = SelfAttention.apply(scope.module("self_attention"), config, x);
    Operand<T> dropped = Layers.dropout(scope.module("Dropout_0"), attended);
    return scope.output(
        Layers.layerNorm(
            scope.module("attention_output_ln"),
            scope.tf().math.add(x, dropped),
            config.hiddenSize(),
            Transformer.LAYER_NORM_EPSILON));
  }
}
