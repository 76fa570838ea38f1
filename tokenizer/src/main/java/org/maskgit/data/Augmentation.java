package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How an image is varied each time that it is drawn.
 *
 * <p>A random crop covers a share of the image's area, uniform between two limits, with an aspect
 * ratio (width : height) whose logarithm is uniform between two others, at a uniform place; a crop
 * that would stick out is cut to the image's width or height. Without one, it is the largest square
 * in the middle.
 *
 * @param randomCrop whether crops are random
 * @param minArea least share of the area, above 0
 * @param maxArea greatest share of the area, at most 1
 * @param minAspect least aspect ratio, above 0
 * @param maxAspect greatest aspect ratio
 * @param flip whether every other image, at random, is mirrored left to right
 */
public record Augmentation(
    boolean randomCrop,
    double minArea,
    double maxArea,
    double minAspect,
    double maxAspect,
    boolean flip) {
  /** The largest square in the middle: for evaluation. */
  public static final Augmentation NONE = new Augmentation(false, 1, 1, 1, 1, false);

  /** The largest square in the middle, mirrored or not. */
  public static final Augmentation FLIP = new Augmentation(false, 1, 1, 1, 1, true);

  /** Crops of 80 to 100 % of the area with aspect ratios of 3:4 to 4:3, mirrored or not. */
  public static final Augmentation CROP = new Augmentation(true, 0.8, 1, 3 / 4.0, 4 / 3.0, true);

  /**
   * Checks the limits.
   *
   * @param randomCrop whether crops are random
   * @param minArea above 0
   * @param maxArea at most 1
   * @param minAspect above 0
   * @param maxAspect at least minAspect
   * @param flip whether images are mirrored
   * @throws IllegalArgumentException if a limit is something else
   */
  public Augmentation {
    checkArgument(
        minArea > 0 && minArea <= maxArea && maxArea <= 1,
        "expected 0 < minArea <= maxArea <= 1, found %s and %s",
        minArea,
        maxArea);
    checkArgument(
        minAspect > 0 && minAspect <= maxAspect && maxAspect < Double.POSITIVE_INFINITY,
        "expected 0 < minAspect <= maxAspect, found %s and %s",
        minAspect,
        maxAspect);
  }
}
