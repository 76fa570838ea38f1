package org.maskgit.image;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * Pillow's bicubic resize of 8-bit pictures, equal to it in every bit.
 *
 * <ol>
 *   <li>Output pixel x has its centre at {@code (x + 0.5) · in / out} of the input. Shrinking
 *       widens the kernel by {@code in / out}, so every input pixel counts (no aliasing).
 *   <li>The weights are Keys' cubic with a = -0.5, normalised to sum 1 in double, then rounded to
 *       fixed point with 22 fractional bits.
 *   <li>Along the rows first, then along the columns; each pass rounds and clips to 8 bits. (Pillow
 *       13 swaps the passes where the height shrinks much more than the width, which moves some
 *       samples of such pictures by rounding; the order here is that of every version before.)
 * </ol>
 *
 * <p>The official code reads pictures and enlarges editing masks with it. Stateless; safe for use
 * by many threads.
 */
public final class PillowResize {
  /** Weights are whole numbers, units of 2⁻²². */
  public static final int FRACTION_BITS = 22;

  private static final double CUBIC = -0.5;
  private static final double CUBIC_SUPPORT = 2;

  private PillowResize() {}

  /**
   * Resizes a colour picture, without regard to its aspect ratio.
   *
   * @param image the picture
   * @param height rows of the result, at least 1
   * @param width columns of the result, at least 1
   * @return the resized picture; {@code image} itself if it has that size already
   * @throws IllegalArgumentException if a size is below 1
   */
  public static RgbImage bicubic(RgbImage image, int height, int width) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    byte[] resized =
        resize(image.rgb(), image.height(), image.width(), RgbImage.CHANNELS, height, width);
    return new RgbImage(height, width, resized);
  }

  /**
   * Resizes a gray picture, without regard to its aspect ratio.
   *
   * @param image the picture
   * @param height rows of the result, at least 1
   * @param width columns of the result, at least 1
   * @return the resized picture; {@code image} itself if it has that size already
   * @throws IllegalArgumentException if a size is below 1
   */
  public static GrayImage bicubic(GrayImage image, int height, int width) {
    if (image.height() == height && image.width() == width) {
      return image;
    }
    return new GrayImage(
        height, width, resize(image.gray(), image.height(), image.width(), 1, height, width));
  }

  /**
   * Returns how much each input pixel counts in each output pixel of one axis.
   *
   * @param inLength pixels of the input, at least 1
   * @param outLength pixels of the output, at least 1
   * @return [outLength][inLength], in units of 2⁻²²
   */
  public static int[][] bicubicWeights(int inLength, int outLength) {
    Kernel kernel = Kernel.of(inLength, outLength);
    int[][] dense = new int[outLength][inLength];
    for (int x = 0; x < outLength; x++) {
      int[] weights = kernel.weights[x];
      System.arraycopy(weights, 0, dense[x], kernel.first[x], weights.length);
    }
    return dense;
  }

  private static byte[] resize(
      byte[] in, int inHeight, int inWidth, int channels, int outHeight, int outWidth) {
    checkArgument(
        outHeight > 0 && outWidth > 0,
        "expected a size of at least 1 × 1, found %s × %s",
        outHeight,
        outWidth);
    byte[] wide = Kernel.of(inWidth, outWidth).apply(in, inHeight, channels);
    return Kernel.of(inHeight, outHeight).apply(wide, 1, outWidth * channels);
  }

  /** Which input pixels make an output pixel of one axis, and how much each counts. */
  private static final class Kernel {
    private final int inLength;
    private final int[] first;
    private final int[][] weights;

    private Kernel(int inLength, int[] first, int[][] weights) {
      this.inLength = inLength;
      this.first = first;
      this.weights = weights;
    }

    static Kernel of(int inLength, int outLength) {
      double scale = (double) inLength / outLength;
      double stretch = Math.max(scale, 1);
      double support = CUBIC_SUPPORT * stretch;
      int[] first = new int[outLength];
      int[][] weights = new int[outLength][];
      for (int x = 0; x < outLength; x++) {
        double centre = (x + 0.5) * scale;
        first[x] = Math.max((int) (centre - support + 0.5), 0);
        int end = Math.min((int) (centre + support + 0.5), inLength);
        weights[x] = weights(first[x], end, centre, 1 / stretch);
      }
      return new Kernel(inLength, first, weights);
    }

    private static int[] weights(int first, int end, double centre, double shrink) {
      double[] exact = new double[end - first];
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        exact[i] = cubic((i + first - centre + 0.5) * shrink);
        sum += exact[i];
      }
      int[] fixed = new int[exact.length];
      for (int i = 0; i < fixed.length; i++) {
        double scaled = exact[i] / sum * (1 << FRACTION_BITS);
        fixed[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
      }
      return fixed;
    }

    /** Resizes the middle axis of [outer, inLength, inner]. */
    byte[] apply(byte[] in, int outer, int inner) {
      if (first.length == inLength) {
        return in; // each weight is exactly 1 at its own pixel and 0 elsewhere
      }
      int outLength = first.length;
      byte[] out = new byte[Math.multiplyExact(Math.multiplyExact(outer, outLength), inner)];
      int[] sums = new int[inner];
      for (int o = 0; o < outer; o++) {
        for (int x = 0; x < outLength; x++) {
          weigh(in, (o * inLength + first[x]) * inner, weights[x], sums);
          int at = (o * outLength + x) * inner;
          for (int k = 0; k < inner; k++) {
            out[at + k] = (byte) Math.max(0, Math.min(255, sums[k] >> FRACTION_BITS));
          }
        }
      }
      return out;
    }

    private static void weigh(byte[] in, int at, int[] weights, int[] sums) {
      Arrays.fill(sums, 1 << (FRACTION_BITS - 1));
      for (int i = 0; i < weights.length; i++) {
        int pixel = at + i * sums.length;
        for (int k = 0; k < sums.length; k++) {
          sums[k] += weights[i] * (in[pixel + k] & 0xff);
        }
      }
    }

    private static double cubic(double at) {
      double x = Math.abs(at);
      if (x < 1) {
        return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
      }
      return x < CUBIC_SUPPORT ? (((x - 5) * x + 8) * x - 4) * CUBIC : 0;
    }
  }
}
