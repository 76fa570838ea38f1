package org.maskgit.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Objects;

/**
 * A picture of 8-bit red, green and blue samples.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param rgb the samples 0..255, row-major, channel last; kept and handed out uncopied, so nobody
 *     may change them
 */
@SuppressWarnings(
    "ArrayRecordComponent") // megabytes of samples: a list would be 4 to 16 times that
public record RgbImage(int height, int width, byte[] rgb) {
  /** Samples of a pixel: red, green, blue. */
  public static final int CHANNELS = 3;

  /**
   * Checks the sizes.
   *
   * @param height rows
   * @param width columns
   * @param rgb the samples, not copied
   * @throws IllegalArgumentException if the array's length is not height × width × 3
   */
  public RgbImage {
    checkArgument(
        height > 0 && width > 0 && rgb.length == (long) height * width * CHANNELS,
        "expected height × width × 3 samples and at least one pixel, found %s for %s × %s",
        rgb.length,
        height,
        width);
  }

  /**
   * Takes the samples of a picture as they are stored: no colour profile is applied, alpha is
   * dropped, CMYK becomes RGB as Pillow converts it, 16-bit samples keep their high byte.
   *
   * @param image any picture
   * @return its samples
   */
  public static RgbImage of(BufferedImage image) {
    return StoredSamples.rgb(image);
  }

  /**
   * Copies the samples into a picture that ImageIO can write.
   *
   * @return a picture of type {@link BufferedImage#TYPE_3BYTE_BGR}
   */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * CHANNELS;
        row[x] = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage that
        && height == that.height
        && width == that.width
        && Arrays.equals(rgb, that.rgb);
  }

  @Override
  public int hashCode() {
    return Objects.hash(height, width, Arrays.hashCode(rgb));
  }

  @Override
  public String toString() {
    return "RgbImage[%d × %d]".formatted(height, width);
  }
}
