package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import org.maskgit.data.Augmentation;
import org.maskgit.tokenizer.training.TokenizerTrainingConfig;
import org.maskgit.training.loop.LoopConfig;

/**
 * The {@code run.json} of a tokenizer's training.
 *
 * @param data the images to train with
 * @param heldOut other images, which are only looked at; empty for none
 * @param init weights to begin with; empty to begin with random ones
 * @param augmentation how images are varied
 * @param training the training
 * @param loop when checkpoints, samples and lines of progress are made
 */
public record TokenizerRun(
    String data,
    String heldOut,
    String init,
    Augmentation augmentation,
    TokenizerTrainingConfig training,
    LoopConfig loop) {
  /** The presets by name. */
  static final ImmutableMap<String, TokenizerRun> PRESETS =
      ImmutableMap.copyOf(
          Maps.transformEntries(TokenizerTrainingConfig.PRESETS, TokenizerRun::preset));

  // Photographs are cropped anew each time; small pictures would lose their sharp edges by it.
  private static TokenizerRun preset(String name, TokenizerTrainingConfig training) {
    Augmentation augmentation = name.equals("small") ? Augmentation.FLIP : Augmentation.CROP;
    return new TokenizerRun("", "", "", augmentation, training, LoopConfig.DEFAULT);
  }
}
