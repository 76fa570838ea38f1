package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** One post-LN block: attention, then MLP, each {@code LN(x + sublayer(x))}. */
final class TransformerLayer {
  private TransformerLayer() {}

  static Operand<TFloat32> apply(
      ModuleScope scope, TransformerConfig config, Operand<TFloat32> x) { // [rows, hidden]
    Operand<TFloat32> attended = attention(scope.module("Attention_0"), config, x);
    return scope.output(Mlp.apply(scope.module("Mlp_0"), config, attended));
  }

  private static Operand<TFloat32> attention(
      ModuleScope scope, TransformerConfig config, Operand<TFloat32> x) {
    Operand<TFloat32> attended = SelfAttention.apply(scope.module("self_attention"), config, x);
    Operand<TFloat32> dropped = Layers.dropout(scope.module("Dropout_0"), attended);
    return scope.output(
        Layers.layerNorm(
            scope.module("attention_output_ln"),
            scope.tf().math.add(x, dropped),
            config.hiddenSize(),
            Transformer.LAYER_NORM_EPSILON));
  }
}
