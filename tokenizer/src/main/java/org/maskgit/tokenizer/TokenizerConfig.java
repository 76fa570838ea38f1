package org.maskgit.tokenizer;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.io.DataException;

/**
 * The sizes of a tokenizer.
 *
 * @param filters channels at full resolution; a multiple of the 32 groups of GroupNorm
 * @param channelMultipliers channels at each resolution over {@code filters}, the finest first; one
 *     resolution more halves the grid
 * @param residualBlocks {@code ResBlock}s at each resolution, and in the middle
 * @param codebookSize number of codes
 * @param embeddingSize features of a code
 */
public record TokenizerConfig(
    int filters,
    ImmutableList<Integer> channelMultipliers,
    int residualBlocks,
    int codebookSize,
    int embeddingSize) {

  /** The official tokenizer, for both image sizes (54,515,587 parameters). */
  public static final TokenizerConfig IMAGENET =
      new TokenizerConfig(128, ImmutableList.of(1, 1, 2, 2, 4), 2, 1024, 256);

  /** A tiny one for tests: 64 codes of 32 features. */
  public static final TokenizerConfig TESTING =
      new TokenizerConfig(32, ImmutableList.of(1, 1, 2, 2, 4), 2, 64, 32);

  /**
   * Checks the sizes.
   *
   * @param filters a positive multiple of 32
   * @param channelMultipliers at least one, all positive
   * @param residualBlocks at least 1
   * @param codebookSize at least 1
   * @param embeddingSize at least 1
   * @throws IllegalArgumentException if a size is something else
   */
  public TokenizerConfig {
    if (filters <= 0 || filters % GroupNorm.GROUPS != 0) {
      throw new IllegalArgumentException(
          "expected filters in multiples of %d, found %d".formatted(GroupNorm.GROUPS, filters));
    }
    if (channelMultipliers.isEmpty() || channelMultipliers.stream().anyMatch(m -> m <= 0)) {
      throw new IllegalArgumentException(
          "expected positive channel multipliers, found " + channelMultipliers);
    }
    if (residualBlocks <= 0 || codebookSize <= 0 || embeddingSize <= 0) {
      throw new IllegalArgumentException(
          "expected positive sizes, found %d residual blocks and %d codes of %d features"
              .formatted(residualBlocks, codebookSize, embeddingSize));
    }
  }

  /**
   * Derives the sizes from the shapes of a checkpoint.
   *
   * @param weights a tokenizer's checkpoint, with the keys of the official files
   * @return its sizes
   * @throws DataException if the checkpoint is no tokenizer of this architecture
   */
  public static TokenizerConfig of(Checkpoint weights) {
    int filters = dimension(weights, "encoder/Conv_0/kernel", 3);
    int resolutions = count(weights, "decoder/Conv_%d/kernel") - 1;
    int blocks = count(weights, "encoder/ResBlock_%d/Conv_1/kernel");
    if (resolutions < 1 || blocks % (resolutions + 1) != 0 || blocks == 0) {
      throw new DataException(
          ("%s is no MaskGIT tokenizer: expected equally many ResBlocks at each of %d resolutions and"
                  + " in the middle, found %d.")
              .formatted(weights.name(), resolutions, blocks));
    }
    int residualBlocks = blocks / (resolutions + 1);
    ImmutableList.Builder<Integer> multipliers = ImmutableList.builder();
    for (int i = 0; i < resolutions; i++) {
      String key = "encoder/ResBlock_%d/Conv_1/kernel".formatted(i * residualBlocks);
      multipliers.add(dimension(weights, key, 3) / filters);
    }
    try {
      return new TokenizerConfig(
          filters,
          multipliers.build(),
          residualBlocks,
          dimension(weights, "quantizer/codebook", 0),
          dimension(weights, "quantizer/codebook", 1));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "%s holds no usable tokenizer: %s.".formatted(weights.name(), e.getMessage()), e);
    }
  }

  private static int dimension(Checkpoint weights, String key, int axis) {
    CheckpointTensor tensor = weights.tensors().get(key);
    if (tensor == null || tensor.shape().numDimensions() <= axis || tensor.shape().get(axis) == 0) {
      throw new DataException(
          ("%s is no MaskGIT tokenizer: expected the key %s with at least %d dimensions, found %s; is"
                  + " it the transformer's file?")
              .formatted(weights.name(), key, axis + 1, tensor == null ? "none" : tensor.shape()));
    }
    return Math.toIntExact(tensor.shape().get(axis));
  }

  private static int count(Checkpoint weights, String keys) {
    int count = 0;
    while (weights.tensors().containsKey(keys.formatted(count))) {
      count++;
    }
    return count;
  }

  /**
   * Returns the side in pixels of the square that one code stands for.
   *
   * @return a power of two; 16 officially
   */
  public int factor() {
    return 1 << (channelMultipliers.size() - 1);
  }

  /**
   * Returns the channels at each resolution.
   *
   * @return channels, the finest resolution first
   */
  List<Integer> channels() {
    return channelMultipliers.stream().map(m -> m * filters).toList();
  }
}
