package org.maskgit.tokenizer;

import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** From codes to pixels: doubles the resolution between the stages. */
public final class Decoder {
  private Decoder() {}

  /**
   * Builds the decoder.
   *
   * @param scope the module {@code decoder}
   * @param config the sizes
   * @param codes [n, gh, gw, embedding]
   * @return RGB, not clipped, [n, gh · factor, gw · factor, 3]
   */
  public static Operand<TFloat32> apply(
      ModuleScope scope,
      TokenizerConfig config,
      Operand<TFloat32> codes) { // [n, gh, gw, embedding]
    return apply(scope, config, codes, scope.activations());
  }

  private static <T extends TFloating> Operand<TFloat32> apply(
      ModuleScope scope, TokenizerConfig config, Operand<TFloat32> codes, Class<T> type) {
    Ops tf = scope.tf();
    int stages = config.channels().size();
    int channels = config.channels().get(stages - 1);
    Operand<T> x =
        ConvLayers.biasedConv(
            scope.module("Conv_0"),
            Layers.cast(tf, codes, type),
            3,
            config.embeddingSize(),
            channels);
    int block = 0;
    for (int i = 0; i < config.residualBlocks(); i++) {
      x = ResBlock.apply(scope.module("ResBlock_" + block++), x, channels, channels);
    }
    int conv = 1;
    for (int stage = stages - 1; stage >= 0; stage--) {
      int width = config.channels().get(stage);
      for (int i = 0; i < config.residualBlocks(); i++) {
        x = ResBlock.apply(scope.module("ResBlock_" + block++), x, channels, width);
        channels = width;
      }
      if (stage > 0) {
        x = ConvLayers.upsampledConv(scope.module("Conv_" + conv++), x, channels);
      }
    }
    x = GroupNorm.apply(scope.module("GroupNorm_0"), x, channels);
    x = ConvLayers.swish(tf, x);
    Operand<T> rgb = ConvLayers.biasedConv(scope.module("Conv_" + conv), x, 3, channels, 3);
    return scope.output( // [n, gh · factor, gw · factor, 3], not clipped
        Layers.cast(tf, rgb, TFloat32.class));
  }
}
