package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.image.RgbImage;

/**
 * Structural similarity (Wang et al., "Image quality assessment: from error visibility to
 * structural similarity", 2004) of 8-bit colour pictures.
 *
 * <p>Gaussian window of 11 × 11 with σ = 1.5, K₁ = 0.01, K₂ = 0.03, L = 255; the mean over all
 * windows that lie inside the picture and over red, green and blue. scikit-image gives the same
 * with {@code gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255,
 * channel_axis=-1}. Stateless; safe for use by several threads.
 */
public final class Ssim {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 255 * (0.01 * 255);
  private static final double C2 = 0.03 * 255 * (0.03 * 255);
  private static final double[] KERNEL = kernel();

  private Ssim() {}

  private static double[] kernel() {
    double[] kernel = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double x = (i - WINDOW / 2) / SIGMA;
      kernel[i] = Math.exp(-x * x / 2);
      sum += kernel[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      kernel[i] /= sum;
    }
    return kernel;
  }

  /**
   * Compares two pictures.
   *
   * @param a one picture
   * @param b another one of the same size, at least 11 × 11
   * @return from −1 to 1; 1 if they are equal
   * @throws IllegalArgumentException if the sizes differ or are smaller
   */
  public static double of(RgbImage a, RgbImage b) {
    checkArgument(
        a.height() == b.height() && a.width() == b.width(),
        "expected pictures of one size, found %s and %s",
        a,
        b);
    checkArgument(
        Math.min(a.height(), a.width()) >= WINDOW,
        "expected pictures of at least 11 × 11 pixels, found %s",
        a);
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      sum += of(channel(a, channel), channel(b, channel), a.height(), a.width());
    }
    return sum / 3;
  }

  private static double[] channel(RgbImage image, int channel) {
    double[] values = new double[image.height() * image.width()];
    for (int i = 0; i < values.length; i++) {
      values[i] = image.rgb()[3 * i + channel] & 0xff;
    }
    return values;
  }

  private static double of(double[] x, double[] y, int height, int width) {
    double[] meanX = blur(x, height, width);
    double[] meanY = blur(y, height, width);
    double[] xx = blur(product(x, x), height, width);
    double[] yy = blur(product(y, y), height, width);
    double[] xy = blur(product(x, y), height, width);
    double sum = 0;
    for (int i = 0; i < meanX.length; i++) {
      double varianceX = xx[i] - meanX[i] * meanX[i];
      double varianceY = yy[i] - meanY[i] * meanY[i];
      double covariance = xy[i] - meanX[i] * meanY[i];
      sum +=
          (2 * meanX[i] * meanY[i] + C1)
              * (2 * covariance + C2)
              / ((meanX[i] * meanX[i] + meanY[i] * meanY[i] + C1) * (varianceX + varianceY + C2));
    }
    return sum / meanX.length;
  }

  private static double[] product(double[] x, double[] y) {
    double[] product = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      product[i] = x[i] * y[i];
    }
    return product;
  }

  /** The Gaussian window's mean at each place where it fits. */
  private static double[] blur(double[] values, int height, int width) {
    int columns = width - WINDOW + 1;
    double[] wide = new double[height * columns];
    for (int at = 0; at < wide.length; at++) {
      int from = at / columns * width + at % columns;
      for (int k = 0; k < WINDOW; k++) {
        wide[at] += KERNEL[k] * values[from + k];
      }
    }
    double[] blurred = new double[(height - WINDOW + 1) * columns];
    for (int at = 0; at < blurred.length; at++) {
      for (int k = 0; k < WINDOW; k++) {
        blurred[at] += KERNEL[k] * wide[at + k * columns];
      }
    }
    return blurred;
  }
}
