package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.maskgit.tokenizer.TokenizerConfig;

/**
 * The tokenizer that is trained.
 *
 * @param imageSize height and width of the images
 * @param filters channels at full resolution, a multiple of 32
 * @param channelMultipliers channels at each resolution over {@code filters}, the finest first,
 *     such as {@code "1,1,2,2,4"}
 * @param residualBlocks residual blocks at each resolution, and in the middle
 * @param codebookSize number of codes
 * @param embeddingSize features of a code
 */
public record VqganConfig(
    int imageSize,
    int filters,
    String channelMultipliers,
    int residualBlocks,
    int codebookSize,
    int embeddingSize) {

  /**
   * Checks the sizes.
   *
   * @param imageSize a multiple of the pixels that one code stands for
   * @param filters a positive multiple of 32
   * @param channelMultipliers positive numbers with commas between them
   * @param residualBlocks at least 1
   * @param codebookSize at least 1
   * @param embeddingSize at least 1
   * @throws IllegalArgumentException if a size is something else
   */
  public VqganConfig {
    TokenizerConfig sizes =
        sizes(filters, channelMultipliers, residualBlocks, codebookSize, embeddingSize);
    checkArgument(
        imageSize > 0 && imageSize % sizes.factor() == 0,
        "expected an imageSize in multiples of %s, found %s",
        sizes.factor(),
        imageSize);
  }

  /**
   * Returns the network's sizes.
   *
   * @return the sizes, as {@code TokenizerConfig.of} derives them from the trained weights
   */
  public TokenizerConfig tokenizer() {
    return sizes(filters, channelMultipliers, residualBlocks, codebookSize, embeddingSize);
  }

  private static TokenizerConfig sizes(
      int filters, String multipliers, int residualBlocks, int codebookSize, int embeddingSize) {
    try {
      ImmutableList<Integer> each =
          Arrays.stream(multipliers.split(",", -1))
              .map(multiplier -> Integer.valueOf(multiplier.strip()))
              .collect(ImmutableList.toImmutableList());
      return new TokenizerConfig(filters, each, residualBlocks, codebookSize, embeddingSize);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected channelMultipliers such as \"1,2,2,4\", found \"%s\"".formatted(multipliers),
          e);
    }
  }
}
