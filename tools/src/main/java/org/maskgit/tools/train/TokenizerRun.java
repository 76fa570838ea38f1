package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.maskgit.tokenizer.training.TokenizerTrainingConfig;
import org.maskgit.training.loop.LoopConfig;

/**
 * The {@code run.json} of a tokenizer's training.
 *
 * @param data the pictures
 * @param init weights to begin with; empty to begin with random ones
 * @param flip whether pictures are mirrored at random
 * @param training the training
 * @param loop when checkpoints, samples and lines of progress are made
 */
public record TokenizerRun(
    String data, String init, boolean flip, TokenizerTrainingConfig training, LoopConfig loop) {
  /** The presets by name. */
  static final ImmutableMap<String, TokenizerRun> PRESETS =
      ImmutableMap.copyOf(
          Maps.transformValues(TokenizerTrainingConfig.PRESETS, TokenizerRun::preset));

  private static TokenizerRun preset(TokenizerTrainingConfig training) {
    return new TokenizerRun("", "", true, training, LoopConfig.DEFAULT);
  }
}
