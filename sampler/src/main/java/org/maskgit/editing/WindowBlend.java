package org.maskgit.editing;

import org.maskgit.image.Image;
import org.maskgit.image.RgbImage;

/**
 * How a window of outpainting meets what was there before. Beyond the seam there is no old picture,
 * so {@link Seam#BLUR} fades over on the known side alone: its soft mask is moved there by two
 * standard deviations of the blur, in whole tokens.
 */
public final class WindowBlend {
  private static final int DEVIATIONS = 2;

  private WindowBlend() {}

  /**
   * Blends.
   *
   * @param seam the way
   * @param before the window before, square; the masked tokens' pixels don't matter
   * @param made the tokens that were made, not all of them
   * @param generated the window's decoded tokens
   * @return the window after, not clipped
   * @throws IllegalArgumentException if the sizes differ or the mask's grid does not divide them
   */
  public static Image of(Seam seam, Image before, LatentMask made, Image generated) {
    if (seam != Seam.BLUR) {
      return seam.blend(before, made, generated);
    }
    int side = before.height();
    int factor = side / made.grid();
    int reach = (DEVIATIONS * SoftMask.blurRadius(side) + factor - 1) / factor;
    return seam.blend(filled(before, made, generated), made.dilated(reach), generated);
  }

  private static Image filled(Image before, LatentMask made, Image generated) {
    int side = before.height();
    float[] rgb = before.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      if (made.isMaskedPixel(i / RgbImage.CHANNELS, side)) {
        rgb[i] = generated.rgb()[i];
      }
    }
    return new Image(side, side, rgb);
  }
}
