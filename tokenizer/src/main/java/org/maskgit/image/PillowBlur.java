package org.maskgit.image;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Pillow's {@code ImageFilter.GaussianBlur} of 8-bit pictures, equal to it in every bit: not a
 * Gaussian but three extended box blurs along the rows, then three along the columns, with the
 * border pixels repeated and every pass rounded to 8 bits.
 *
 * <p>An extended box counts 2r + 1 pixels fully and one more at each end in part, so that its
 * variance can be any number (Gwosdek, Grewenig, Bruhn, Weickert: "Theoretical Foundations of
 * Gaussian Convolution by Extended Box Filtering", SSVM 2011). Stateless; safe for use by many
 * threads.
 */
public final class PillowBlur {
  /** How many box blurs make one of the Gaussian, along the rows and again along the columns. */
  public static final int PASSES = 3;

  private static final float MAX_RADIUS = 10_000;

  private PillowBlur() {}

  /**
   * Blurs a gray picture.
   *
   * @param image the picture
   * @param radius the Gaussian's standard deviation in pixels, 0 or more
   * @return the blurred picture, of the same size; {@code image} itself if the radius is 0
   * @throws IllegalArgumentException if the radius is negative or no number
   */
  public static GrayImage gaussian(GrayImage image, float radius) {
    checkArgument(
        radius >= 0 && radius <= MAX_RADIUS,
        "expected a blur radius of 0 to 10000 pixels, found %s",
        radius);
    if (radius == 0) {
      return image;
    }
    ExtendedBox box = ExtendedBox.ofGaussian(radius);
    GrayImage rows = transposed(box.blurRows(image));
    return transposed(box.blurRows(rows));
  }

  private static GrayImage transposed(GrayImage image) {
    int height = image.height();
    int width = image.width();
    byte[] in = image.gray();
    byte[] out = new byte[in.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        out[x * height + y] = in[y * width + x];
      }
    }
    return new GrayImage(width, height, out);
  }

  /**
   * An extended box.
   *
   * @param radius pixels on each side of the centre that count fully
   * @param weight of a full pixel, in units of 2^-24
   * @param endWeight of the pixel beyond them at each end, in units of 2^-24
   */
  public record ExtendedBox(int radius, int weight, int endWeight) {
    /** A weight of 1. */
    public static final int ONE = 1 << 24;

    /**
     * Finds the box of which three have a Gaussian's variance; float32 where Pillow has float.
     *
     * @param sigma the Gaussian's standard deviation in pixels, above 0
     * @return the box
     */
    public static ExtendedBox ofGaussian(float sigma) {
      float variance = sigma * sigma / PASSES;
      float length = (float) Math.sqrt(12.0 * variance + 1.0);
      float whole = (float) Math.floor((length - 1.0) / 2.0);
      float part = (2 * whole + 1) * (whole * (whole + 1) - 3 * variance);
      part /= 6 * (variance - (whole + 1) * (whole + 1));
      float extended = whole + part;
      int radius = (int) extended;
      int weight = (int) (ONE / (extended * 2 + 1));
      return new ExtendedBox(radius, weight, (ONE - (2 * radius + 1) * weight) / 2);
    }

    GrayImage blurRows(GrayImage image) {
      int width = image.width();
      byte[] out = image.gray().clone();
      byte[] line = new byte[width];
      for (int y = 0; y < image.height(); y++) {
        for (int pass = 0; pass < PASSES; pass++) {
          System.arraycopy(out, y * width, line, 0, width);
          blur(line, out, y * width);
        }
      }
      return new GrayImage(image.height(), width, out);
    }

    /** The sums are unsigned 32-bit numbers, below 2^32 by the choice of the weights. */
    private void blur(byte[] line, byte[] out, int at) {
      int sum = 0;
      for (int x = -radius; x <= radius; x++) {
        sum += pixel(line, x);
      }
      for (int x = 0; x < line.length; x++) {
        int before = pixel(line, x - radius - 1);
        int after = pixel(line, x + radius + 1);
        int weighted = sum * weight + (before + after) * endWeight;
        out[at + x] = (byte) ((weighted + ONE / 2) >>> 24);
        sum += after - pixel(line, x - radius);
      }
    }

    private static int pixel(byte[] line, int x) {
      return line[Math.max(0, Math.min(line.length - 1, x))] & 0xff;
    }
  }
}
