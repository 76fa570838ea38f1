package org.maskgit.tokenizer;

import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

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
    int stages = config.channels().size();
    int channels = config.channels().get(stages - 1);
    Operand<TFloat32> x =
        ConvLayers.biasedConv(scope.module("Conv_0"), codes, 3, config.embeddingSize(), channels);
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
        x = ConvLayers.upsample(scope.tf(), x);
        x = ConvLayers.biasedConv(scope.module("Conv_" + conv++), x, 3, channels, channels);
      }
    }
    x = ConvLayers.groupNorm(scope.module("GroupNorm_0"), x, channels);
    x = ConvLayers.swish(scope.tf(), x);
    return scope.output( // [n, gh · factor, gw · factor, 3], not clipped
        ConvLayers.biasedConv(scope.module("Conv_" + conv), x, 3, channels, 3));
  }
}
