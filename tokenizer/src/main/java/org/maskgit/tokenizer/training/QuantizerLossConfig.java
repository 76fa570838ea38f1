package org.maskgit.tokenizer.training;

/**
 * The weights of the codebook's loss.
 *
 * @param commitmentCost weight of the pull of the encoder towards its codes
 * @param entropyRatio weight of the entropy loss; 0 leaves it out
 * @param entropyTemperature divides the distances in the entropy loss
 * @param entropyType which probabilities the entropy loss is taken of
 */
public record QuantizerLossConfig(
    float commitmentCost, float entropyRatio, float entropyTemperature, EntropyType entropyType) {
  /** The official weights. */
  public static final QuantizerLossConfig OFFICIAL =
      new QuantizerLossConfig(0.25f, 0.1f, 0.01f, EntropyType.SOFTMAX);

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
    if (!(commitmentCost >= 0) || !(entropyRatio >= 0) || !(entropyTemperature > 0)) {
      throw new IllegalArgumentException(
          "expected weights of at least 0 and a temperature above 0, found %s, %s and %s"
              .formatted(commitmentCost, entropyRatio, entropyTemperature));
    }
  }
}
