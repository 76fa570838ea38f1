package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The feed-forward half of a layer, with its residual: {@code LN(x + dropout(W₂ gelu(W₁ x)))}. */
final class Mlp {
  private Mlp() {}

  static Operand<TFloat32> apply(
      ModuleScope scope, TransformerConfig config, Operand<TFloat32> x) { // [rows, hidden]
    int hidden = config.hiddenSize();
    Operand<TFloat32> inner = // [rows, mlp]
        Layers.dense(scope.module("intermediate_output"), x, hidden, config.mlpSize());
    Operand<TFloat32> outer = // [rows, hidden]
        Layers.dense(
            scope.module("layer_output"), Layers.gelu(scope.tf(), inner), config.mlpSize(), hidden);
    Operand<TFloat32> dropped = Layers.dropout(scope.module("Dropout_0"), outer);
    return scope.output(
        Layers.layerNorm(
            scope.module("layer_output_ln"),
            scope.tf().math.add(x, dropped),
            hidden,
            Transformer.LAYER_NORM_EPSILON));
  }
}
