package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.image.GrayImage;
import org.maskgit.image.PillowBlur;
import org.maskgit.image.PillowResize;

/**
 * How much of each pixel comes from the generated picture: the latent mask, enlarged and blurred so
 * that no seam shows.
 *
 * @param gray square, 255 = wholly generated, 0 = wholly original
 */
public record SoftMask(GrayImage gray) {
  /** The blur is a sixteenth of the picture less one pixel, whatever the token grid. */
  private static final int BLUR_DIVISOR = 16;

  /**
   * Checks the picture.
   *
   * @param gray the mask
   * @throws IllegalArgumentException if it is not square
   */
  public SoftMask {
    checkArgument(gray.height() == gray.width(), "expected a square mask, found %s", gray);
  }

  /**
   * Enlarges a latent mask by Pillow's bicubic filter and blurs it by Pillow's Gaussian of radius
   * {@code imageSize / 16 - 1}, both in 8 bits, as {@code composite_outputs} does.
   *
   * @param mask the masked tokens
   * @param imageSize pixels on each side of the picture, at least 16
   * @return the soft mask of that size
   * @throws IllegalArgumentException if the size is below 16
   */
  public static SoftMask of(LatentMask mask, int imageSize) {
    checkArgument(
        imageSize >= BLUR_DIVISOR,
        "expected pictures of at least %s pixels a side, found %s",
        BLUR_DIVISOR,
        imageSize);
    GrayImage large = PillowResize.bicubic(mask.toGray(), imageSize, imageSize);
    return new SoftMask(PillowBlur.gaussian(large, blurRadius(imageSize)));
  }

  /**
   * Returns the radius of the blur.
   *
   * @param imageSize pixels on each side of the picture, at least 16
   * @return the Gaussian's standard deviation in pixels
   */
  public static int blurRadius(int imageSize) {
    return imageSize / BLUR_DIVISOR - 1;
  }

  /**
   * Returns the share of the generated picture in a pixel.
   *
   * @param pixel its place, row by row
   * @return 0 to 1, float32
   */
  float at(int pixel) {
    return (gray.gray()[pixel] & 0xff) / 255f;
  }
}
