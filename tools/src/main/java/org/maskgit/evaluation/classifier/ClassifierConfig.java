package org.maskgit.evaluation.classifier;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import org.maskgit.training.OptimizerConfig;
import org.maskgit.training.RateSchedule;

/**
 * How a classifier is trained.
 *
 * @param network its sizes
 * @param imageSize side of the pictures
 * @param batchSize pictures of a step
 * @param steps how many steps
 * @param flips whether pictures are mirrored at random
 * @param seed of weights and orders
 */
public record ClassifierConfig(
    ResNetConfig network, int imageSize, int batchSize, int steps, boolean flips, long seed) {

  /**
   * The presets by name. {@code small} takes minutes on a CPU. {@code imagenet} is for a GPU and
   * 1,281,167 generated pictures, 90 passes over them; it was never run here.
   */
  public static final ImmutableMap<String, ClassifierConfig> PRESETS =
      ImmutableMap.of(
          "small", new ClassifierConfig(ResNetConfig.SMALL, 64, 32, 600, false, 0),
          "imagenet", new ClassifierConfig(ResNetConfig.IMAGENET, 224, 256, 450_000, true, 0));

  /**
   * Checks the sizes.
   *
   * @param network any
   * @param imageSize at least 8
   * @param batchSize at least 1
   * @param steps at least 1
   * @param flips either
   * @param seed any
   * @throws IllegalArgumentException if one is less
   */
  public ClassifierConfig {
    checkArgument(imageSize >= 8, "expected pictures of at least 8 pixels, found %s", imageSize);
    checkArgument(
        batchSize >= 1 && steps >= 1, "expected at least 1, found %s and %s", batchSize, steps);
  }

  /** AdamW with a warm-up of a twentieth of the steps and a cosine to 0. */
  OptimizerConfig optimizer() {
    return new OptimizerConfig(
        2e-3, RateSchedule.COSINE, Math.max(1, steps / 20), 0.9, 0.99, 1e-8, 5e-2, 1.0, 0.0);
  }
}
