package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How images become batches.
 *
 * @param batchSize images in a batch
 * @param imageSize height and width of what comes out, in pixels
 * @param shuffle whether each epoch has an order of its own; else it is the set's order
 * @param seed of orders and augmentations
 * @param overWhite whether transparent pixels show white; else the colour that is stored under them
 * @param augmentation how images are varied
 * @param threads how many images are decoded at once; 0 leaves it to tf.data
 */
public record ImageBatchConfig(
    int batchSize,
    int imageSize,
    boolean shuffle,
    long seed,
    boolean overWhite,
    Augmentation augmentation,
    int threads) {

  /**
   * Checks the sizes.
   *
   * @param batchSize at least 1
   * @param imageSize at least 1
   * @param shuffle whether epochs differ
   * @param seed any
   * @param overWhite whether alpha is laid over white
   * @param augmentation how images are varied
   * @param threads at least 0
   * @throws IllegalArgumentException if a size is something else
   */
  public ImageBatchConfig {
    checkArgument(batchSize >= 1, "expected a batchSize of at least 1, found %s", batchSize);
    checkArgument(imageSize >= 1, "expected an imageSize of at least 1, found %s", imageSize);
    checkArgument(threads >= 0, "expected at least 0 threads, found %s", threads);
  }

  /**
   * For training: shuffled, over white.
   *
   * @param batchSize images in a batch
   * @param imageSize pixels a side
   * @param seed of orders and augmentations
   * @param augmentation how images are varied
   * @return the settings
   */
  public static ImageBatchConfig training(
      int batchSize, int imageSize, long seed, Augmentation augmentation) {
    return new ImageBatchConfig(batchSize, imageSize, true, seed, true, augmentation, 0);
  }

  /**
   * For evaluation: in order, over white, the largest square in the middle.
   *
   * @param batchSize images in a batch
   * @param imageSize pixels a side
   * @return the settings
   */
  public static ImageBatchConfig evaluation(int batchSize, int imageSize) {
    return new ImageBatchConfig(batchSize, imageSize, false, 0, true, Augmentation.NONE, 0);
  }
}
