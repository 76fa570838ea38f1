package org.maskgit.tokenizer;

import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** From pixels to one feature vector a code: halves the resolution between the stages. */
public final class Encoder {
  private Encoder() {}

  /**
   * Builds the encoder.
   *
   * @param scope the module {@code encoder}
   * @param config the sizes
   * @param image RGB in [0, 1], [n, h, w, 3]; h and w are multiples of the factor
   * @return [n, h / factor, w / factor, embedding]
   */
  public static Operand<TFloat32> apply(
      ModuleScope scope, TokenizerConfig config, Operand<TFloat32> image) { // [n, h, w, 3]
    int channels = config.filters();
    Operand<TFloat32> x = ConvLayers.conv(scope.module("Conv_0"), image, 3, 3, channels);
    int block = 0;
    int stages = config.channels().size();
    for (int stage = 0; stage < stages; stage++) {
      int width = config.channels().get(stage);
      for (int i = 0; i < config.residualBlocks(); i++) {
        x = ResBlock.apply(scope.module("ResBlock_" + block++), x, channels, width);
        channels = width;
      }
      if (stage < stages - 1) {
        x = ConvLayers.downsample(scope.tf(), x);
      }
    }
    for (int i = 0; i < config.residualBlocks(); i++) {
      x = ResBlock.apply(scope.module("ResBlock_" + block++), x, channels, channels);
    }
    x = GroupNorm.apply(scope.module("GroupNorm_0"), x, channels);
    x = ConvLayers.swish(scope.tf(), x);
    return scope.output( // [n, h / factor, w / factor, embedding]
        ConvLayers.biasedConv(scope.module("Conv_1"), x, 1, channels, config.embeddingSize()));
  }
}
