package org.maskgit.image;

import static com.google.common.base.Preconditions.checkArgument;

/** Peak signal-to-noise ratio of 8-bit pictures. */
public final class Psnr {
  private static final double PEAK = 255;

  private Psnr() {}

  /**
   * Compares two pictures.
   *
   * @param a one picture
   * @param b another one of the same size
   * @return 10 log10(255² / mean squared difference over all samples), in decibels; infinity if
   *     they are equal
   * @throws IllegalArgumentException if the sizes differ
   */
  public static double of(RgbImage a, RgbImage b) {
    checkArgument(
        a.height() == b.height() && a.width() == b.width(),
        "expected pictures of one size, found %s×%s and %s×%s",
        a.height(),
        a.width(),
        b.height(),
        b.width());
    long sum = 0;
    for (int i = 0; i < a.rgb().length; i++) {
      long difference = (a.rgb()[i] & 0xffL) - (b.rgb()[i] & 0xff);
      sum += difference * difference;
    }
    return 10 * Math.log10(PEAK * PEAK * a.rgb().length / sum);
  }
}
