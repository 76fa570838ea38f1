package org.maskgit.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.List;

/**
 * Lays pictures out in one, as the demo of the official code shows a batch: {@code floor(√n)} rows,
 * filled row by row, unused places white. Stateless; safe for use by many threads.
 */
public final class ImageGrid {
  private ImageGrid() {}

  /**
   * Tiles pictures of one size.
   *
   * @param images the pictures, at least one
   * @param margin white pixels between neighbours (none around the whole), 0 or more
   * @return the grid
   * @throws IllegalArgumentException if there is no picture, their sizes differ, the margin is
   *     negative, or the grid would be too large for an array
   */
  public static RgbImage of(List<RgbImage> images, int margin) {
    checkArgument(!images.isEmpty(), "expected at least one picture, found none");
    checkArgument(margin >= 0, "expected a margin of 0 or more pixels, found %s", margin);
    RgbImage first = images.get(0);
    int rows = (int) Math.sqrt(images.size());
    int columns = (images.size() + rows - 1) / rows;
    int height = rows * (first.height() + margin) - margin;
    int width = columns * (first.width() + margin) - margin;
    long samples = (long) height * width * RgbImage.CHANNELS;
    checkArgument(
        samples <= Integer.MAX_VALUE - 8,
        "expected a grid of fewer than 2^31 samples, found %s; tile fewer pictures",
        samples);
    byte[] out = new byte[(int) samples];
    Arrays.fill(out, (byte) 255);
    for (int i = 0; i < images.size(); i++) {
      RgbImage image = images.get(i);
      checkArgument(
          image.height() == first.height() && image.width() == first.width(),
          "expected pictures of %s × %s, found one of %s × %s",
          first.height(),
          first.width(),
          image.height(),
          image.width());
      int top = i / columns * (first.height() + margin);
      int left = i % columns * (first.width() + margin);
      copy(image, out, (top * width + left) * RgbImage.CHANNELS, width * RgbImage.CHANNELS);
    }
    return new RgbImage(height, width, out);
  }

  private static void copy(RgbImage image, byte[] out, int at, int stride) {
    int line = image.width() * RgbImage.CHANNELS;
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(image.rgb(), y * line, out, at + y * stride, line);
    }
  }
}
