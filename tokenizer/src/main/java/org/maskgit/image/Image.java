package org.maskgit.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.Objects;

/**
 * A picture as the models take and give it: float32, black 0 and white 1. A decoder's values may
 * lie outside [0, 1]; they are kept (the official code clips only to draw) until {@link #toRgb()}.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param rgb the values, row-major, channel last (HWC); kept and handed out uncopied, so nobody may
 *     change them
 */
@SuppressWarnings("ArrayRecordComponent") // as RgbImage
public record Image(int height, int width, float[] rgb) {

  /**
   * Checks the sizes.
   *
   * @param height rows
   * @param width columns
   * @param rgb the values, not copied
   * @throws IllegalArgumentException if the array's length is not height × width × 3
   */
  public Image {
    checkArgument(
        height > 0 && width > 0 && rgb.length == (long) height * width * RgbImage.CHANNELS,
        "expected height × width × 3 values and at least one pixel, found %s for %s × %s",
        rgb.length,
        height,
        width);
  }

  /**
   * Converts 8-bit samples, in float32 as the official {@code np.float32(image) / 255.} does.
   *
   * @param image the samples
   * @return the values, each sample / 255
   */
  public static Image of(RgbImage image) {
    byte[] samples = image.rgb();
    float[] values = new float[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (samples[i] & 0xff) / 255f;
    }
    return new Image(image.height(), image.width(), values);
  }

  /**
   * Clips to [0, 1] and rounds to 8 bits, half up. NaN, which only broken weights or inputs give,
   * becomes 0, and the log says how many there were.
   *
   * @return the samples; {@code Image.of(x).toRgb()} is {@code x}
   */
  public RgbImage toRgb() {
    byte[] samples = new byte[rgb.length];
    for (int i = 0; i < samples.length; i++) {
      // A NaN passes Math.min and Math.max and is cast to 0.
      samples[i] = (byte) (Math.max(0, Math.min(1, rgb[i])) * 255f + 0.5f);
    }
    int lost = nanCount();
    if (lost > 0) {
      System.getLogger(Image.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "{0} of {1} values of a picture are NaN and were made 0; are the weights whole?",
              lost,
              rgb.length);
    }
    return new RgbImage(height, width, samples);
  }

  /**
   * Counts the values that are no numbers.
   *
   * @return how many of the height × width × 3 values are NaN
   */
  public int nanCount() {
    int count = 0;
    for (float value : rgb) {
      if (Float.isNaN(value)) {
        count++;
      }
    }
    return count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Image that
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
    return "Image[%d × %d]".formatted(height, width);
  }
}
