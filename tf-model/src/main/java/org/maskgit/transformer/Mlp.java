package org.maskgit.transformer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** The feed-forward half of a layer, with its residual: {@code LN(x + dropout(W₂ gelu(W₁ x)))}. */
final class Mlp {
  private Mlp() {}

  static <T extends TFloating> Operand<T> apply(
      ModuleScope scope, TransformerConfig config, Operand<T> x) { // [rows, hidden]
    int hidden = config.hiddenSize();
    Operand<T> inner = // [rows, mlp]
        Layers.denseGelu(scope.module("intermediate_output"), x, hidden, config.mlpSize());
    Operand<T> outer = // [rows, hidden]
        Layers.dense(scope.module("layer_output"), inner, config.mlpSize(), hidden);
    Operand<T> dropped = Layers.dropout(scope.module("Dropout_0"), outer);
    return scope.output(
        Layers.layerNorm(
            scope.module("layer_output_ln"),
            scope.tf().math.add(x, dropped),
            hidden,
            Transformer.LAYER_NORM_EPSILON));
  }
}
