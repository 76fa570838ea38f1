package org.maskgit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.transformer.TransformerConfig;

/** The official networks, counted by hand from their layers. */
final class FlopsTest {

  @Test
  void aTransformerLayerIsTwelveProductsOfTheHiddenSizeAndTheAttention() {
    double rows = 257;
    double layer = 2 * rows * 768 * 768 * 12 + 2 * 2 * rows * rows * 768;
    double head = 2 * rows * 768 * (768 + 2025);
    assertThat(Flops.transformer(TransformerConfig.IMAGENET_256))
        .isEqualTo(24 * layer + head)
        .isCloseTo(93.3e9, within(0.05e9));
  }

  @Test
  void theDecoderCostsTwoForwardPasses() {
    assertThat(Flops.decoder(TokenizerConfig.IMAGENET, 16)).isCloseTo(186.5e9, within(0.5e9));
  }
}
