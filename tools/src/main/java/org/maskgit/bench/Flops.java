package org.maskgit.bench;

import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.training.TrainingConfig;
import org.maskgit.transformer.TransformerConfig;

/**
 * Floating-point operations of the networks as the official code writes them down, a multiplication
 * and an addition counted as two: matrix products and convolutions, nothing else.
 */
public final class Flops {
  private Flops() {}

  /**
   * Counts a prediction of all tokens of one image.
   *
   * @param config the transformer, all rows of whose vocabulary get logits
   * @return about 93.3e9 for the official one
   */
  public static double transformer(TransformerConfig config) {
    double rows = config.positions();
    double hidden = config.hiddenSize();
    double attention = 4 * product(rows, hidden, hidden) + 2 * product(rows, hidden, rows);
    double mlp = 2 * product(rows, hidden, config.mlpSize());
    double head = product(rows, hidden, hidden) + product(rows, hidden, config.vocabularySize());
    return config.layers() * (attention + mlp) + head;
  }

  private static double product(double rows, double inner, double columns) {
    return 2 * rows * inner * columns;
  }

  /**
   * Counts the decoding of one image.
   *
   * @param config the tokenizer
   * @param grid the side of the image's tokens
   * @return about 186e9 for the official one and 16 tokens
   */
  public static double decoder(TokenizerConfig config, int grid) {
    int stages = config.channelMultipliers().size();
    double channels = config.channelMultipliers().get(stages - 1) * (double) config.filters();
    double side = grid;
    double sum = convolution(side, 3, config.embeddingSize(), channels);
    sum += config.residualBlocks() * residualBlock(side, channels, channels);
    for (int stage = stages - 1; stage >= 0; stage--) {
      double width = config.channelMultipliers().get(stage) * (double) config.filters();
      for (int i = 0; i < config.residualBlocks(); i++) {
        sum += residualBlock(side, channels, width);
        channels = width;
      }
      if (stage > 0) {
        side *= 2;
        sum += convolution(side, 3, channels, channels);
      }
    }
    return sum + convolution(side, 3, channels, 3);
  }

  private static double residualBlock(double side, double in, double out) {
    double shortcut = in == out ? 0 : convolution(side, 1, out, out);
    return convolution(side, 3, in, out) + convolution(side, 3, out, out) + shortcut;
  }

  private static double convolution(double side, int kernel, double in, double out) {
    return product(side * side, kernel * kernel * in, out);
  }

  /**
   * Counts the updates of one go of {@link Work#TRAINING}; a backward pass is counted as two
   * forward passes.
   *
   * @return the operations
   */
  public static double training() {
    TrainingConfig config = TrainingTask.CONFIG;
    return 3 * transformer(config.transformer()) * config.batchSize() * TrainingTask.STEPS;
  }
}
