package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The weights of the codebook's terms.
 *
 * @param commitmentCost weight of the pull of the encoder towards its codes
 * @param entropyRatio weight of the entropy loss; 0 leaves it out
 * @param entropyTemperature divides the distances in the entropy loss
 * @param entropyType which probabilities the entropy loss is taken of
 */
public record QuantizerLossConfig(
    double commitmentCost,
    double entropyRatio,
    double entropyTemperature,
    EntropyType entropyType) {
  /** The official weights ({@code vqgan_config.py}). */
  public static final QuantizerLossConfig OFFICIAL =
      new QuantizerLossConfig(0.25, 0.1, 0.01, EntropyType.SOFTMAX);

  /**
   * Checks the weights.
   *
   * @param commitmentCost at least 0
   * @param entropyRatio at least 0
   * @param entropyTemperature above 0
   * @param entropyType any
   * @throws IllegalArgumentException if a weight is something else
   */
  public QuantizerLossConfig {
    checkArgument(
        commitmentCost >= 0, "expected a commitmentCost of at least 0, found %s", commitmentCost);
    checkArgument(
        entropyRatio >= 0, "expected an entropyRatio of at least 0, found %s", entropyRatio);
    checkArgument(
        entropyTemperature > 0,
        "expected an entropyTemperature above 0, found %s",
        entropyTemperature);
  }
}
