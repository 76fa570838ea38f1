package org.maskgit.data;

import java.util.SplittableRandom;
import org.maskgit.training.RandomStreams;

/**
 * How one sample is varied: what the decoding needs as five numbers.
 *
 * @param area share of the image's area
 * @param aspect width : height
 * @param top place of the crop between top (0) and bottom (1)
 * @param left place of the crop between left (0) and right (1)
 * @param flip whether it is mirrored
 */
record Variation(double area, double aspect, double top, double left, boolean flip) {
  static final int SIZE = 5;

  /** Draws the variation of a sample. */
  static Variation of(Augmentation augmentation, long seed, long sample) {
    SplittableRandom random = RandomStreams.of(seed, "data augmentation", sample);
    double area = between(augmentation.minArea(), augmentation.maxArea(), random.nextDouble());
    double aspect =
        Math.exp(
            between(
                Math.log(augmentation.minAspect()),
                Math.log(augmentation.maxAspect()),
                random.nextDouble()));
    double top = random.nextDouble();
    double left = random.nextDouble();
    return new Variation(area, aspect, top, left, augmentation.flip() && random.nextBoolean());
  }

  Variation withFlip(boolean flipped) {
    return new Variation(area, aspect, top, left, flipped);
  }

  private static double between(double low, double high, double share) {
    return low + (high - low) * share;
  }

  void copyTo(float[] out, int at) {
    out[at] = (float) area;
    out[at + 1] = (float) aspect;
    out[at + 2] = (float) top;
    out[at + 3] = (float) left;
    out[at + 4] = flip ? 1 : 0;
  }
}
