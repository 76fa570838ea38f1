package org.maskgit.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.Objects;

/**
 * A picture of one 8-bit sample a pixel, such as a mask.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param gray the samples 0..255, row-major; kept and handed out uncopied, so nobody may change
 *     them
 */
@SuppressWarnings("ArrayRecordComponent") // as RgbImage
public record GrayImage(int height, int width, byte[] gray) {

  /**
   * Checks the sizes.
   *
   * @param height rows
   * @param width columns
   * @param gray the samples, not copied
   * @throws IllegalArgumentException if the array's length is not height × width
   */
  public GrayImage {
    checkArgument(
        height > 0 && width > 0 && gray.length == (long) height * width,
        "expected height × width samples and at least one pixel, found %s for %s × %s",
        gray.length,
        height,
        width);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GrayImage that
        && height == that.height
        && width == that.width
        && Arrays.equals(gray, that.gray);
  }

  @Override
  public int hashCode() {
    return Objects.hash(height, width, Arrays.hashCode(gray));
  }

  @Override
  public String toString() {
    return "GrayImage[%d × %d]".formatted(height, width);
  }
}
