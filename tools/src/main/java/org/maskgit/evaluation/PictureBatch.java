package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.maskgit.image.RgbImage;

/**
 * Pictures of one size.
 *
 * @param count how many
 * @param height rows
 * @param width columns
 * @param samples uint8 [count, height, width, 3] in C order; kept uncopied, so nobody may change
 *     them
 */
public record PictureBatch(int count, int height, int width, byte[] samples) {

  /**
   * Checks the sizes.
   *
   * @param count at least 1
   * @param height at least 1
   * @param width at least 1
   * @param samples as many as that
   * @throws IllegalArgumentException if there are more or fewer samples
   */
  public PictureBatch {
    checkArgument(
        count > 0 && height > 0 && width > 0 && samples.length == 3L * count * height * width,
        "expected %s pictures of %s × %s × 3 samples, found %s",
        count,
        height,
        width,
        samples.length);
  }

  /**
   * Copies a picture.
   *
   * @param index from 0 to count − 1
   * @return the picture
   */
  public RgbImage picture(int index) {
    int length = 3 * height * width;
    return new RgbImage(
        height, width, Arrays.copyOfRange(samples, index * length, (index + 1) * length));
  }
}
