package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.maskgit.image.Image;
import org.maskgit.image.RgbImage;

/**
 * Seamless cloning (Pérez, Gangnet, Blake: "Poisson Image Editing", SIGGRAPH 2003, section 3).
 *
 * <p>Inside the mask the result f has the gradients of the generated picture g, and outside it is
 * the original f*. With f = g + h the correction h solves Laplace's equation,
 *
 * <pre>{@code
 * Σ over neighbours q of p: h(p) - h(q) = 0   for every masked pixel p,
 * h(q) = f*(q) - g(q)                         for pixels that are not masked,
 * }</pre>
 *
 * <p>over the up to four neighbours that lie in the picture: across the picture's edge nothing is
 * prescribed. The system is symmetric and positive definite as long as one pixel is kept, and is
 * solved by conjugate gradients in float64, each channel by itself, until the residual is a
 * millionth of the right side's.
 */
final class PoissonBlend {
  private static final double TOLERANCE = 1e-6;
  private static final int DIRECTIONS = 4;

  private final int height;
  private final int width;

  /** The masked pixels, row by row. */
  private final int[] pixels;

  /** The place of a pixel in {@link #pixels}, −1 where it is kept. */
  private final int[] places;

  /** [pixels][4], the places of the masked neighbours, −1 for others. */
  private final int[] neighbours;

  /** How many neighbours in the picture each of {@link #pixels} has. */
  private final int[] degrees;

  private PoissonBlend(int height, int width, LatentMask mask) {
    this.height = height;
    this.width = width;
    this.places = new int[height * width];
    int[] found = new int[height * width];
    int count = 0;
    for (int i = 0; i < places.length; i++) {
      boolean masked = mask.isMaskedPixel(i, width);
      places[i] = masked ? count : -1;
      if (masked) {
        found[count++] = i;
      }
    }
    this.pixels = Arrays.copyOf(found, count);
    this.neighbours = new int[count * DIRECTIONS];
    this.degrees = new int[count];
    for (int i = 0; i < neighbours.length; i++) {
      int neighbour = neighbour(pixels[i / DIRECTIONS], i % DIRECTIONS);
      neighbours[i] = neighbour < 0 ? -1 : places[neighbour];
      degrees[i / DIRECTIONS] += neighbour < 0 ? 0 : 1;
    }
  }

  static Image of(Image original, LatentMask mask, Image generated) {
    int height = original.height();
    int width = original.width();
    checkArgument(
        height == width && height % mask.grid() == 0,
        "expected a square picture of whole tokens of a grid of %s, found %s",
        mask.grid(),
        original);
    checkArgument(
        generated.height() == height && generated.width() == width,
        "expected a generated picture of the original's size, found %s for %s",
        generated,
        original);
    mask.requirePart();
    PoissonBlend blend = new PoissonBlend(height, width, mask);
    float[] rgb = original.rgb().clone();
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      blend.solve(original.rgb(), generated.rgb(), channel, rgb);
    }
    return new Image(height, width, rgb);
  }

  private void solve(float[] original, float[] generated, int channel, float[] out) {
    double[] right = new double[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      for (int direction = 0; direction < DIRECTIONS; direction++) {
        int neighbour = neighbour(pixels[i], direction);
        if (neighbour >= 0 && places[neighbour] < 0) {
          int at = neighbour * RgbImage.CHANNELS + channel;
          right[i] += (double) original[at] - generated[at];
        }
      }
    }
    double[] correction = conjugateGradients(right);
    for (int i = 0; i < pixels.length; i++) {
      int at = pixels[i] * RgbImage.CHANNELS + channel;
      out[at] = (float) (generated[at] + correction[i]);
    }
  }

  /** The pixel above, below, to the left or to the right; −1 beyond the picture's edge. */
  private int neighbour(int pixel, int direction) {
    int x = pixel % width;
    return switch (direction) {
      case 0 -> pixel - width;
      case 1 -> pixel + width < height * width ? pixel + width : -1;
      case 2 -> x > 0 ? pixel - 1 : -1;
      default -> x < width - 1 ? pixel + 1 : -1;
    };
  }

  /** Hestenes and Stiefel's method, from 0. */
  private double[] conjugateGradients(double[] right) {
    double[] solution = new double[right.length];
    double[] residual = right.clone();
    double[] direction = right.clone();
    double[] product = new double[right.length];
    double norm = dot(residual, residual);
    double enough = norm * TOLERANCE * TOLERANCE;
    for (int i = 0; norm > enough && i < 2 * right.length; i++) {
      multiply(direction, product);
      double step = norm / dot(direction, product);
      add(solution, step, direction);
      add(residual, -step, product);
      double next = dot(residual, residual);
      for (int k = 0; k < direction.length; k++) {
        direction[k] = residual[k] + next / norm * direction[k];
      }
      norm = next;
    }
    return solution;
  }

  /** The left side: at each pixel the differences to its neighbours, kept ones counted as 0. */
  private void multiply(double[] values, double[] product) {
    for (int i = 0; i < pixels.length; i++) {
      double sum = degrees[i] * values[i];
      for (int k = i * DIRECTIONS; k < (i + 1) * DIRECTIONS; k++) {
        if (neighbours[k] >= 0) {
          sum -= values[neighbours[k]];
        }
      }
      product[i] = sum;
    }
  }

  private static void add(double[] to, double scale, double[] values) {
    for (int i = 0; i < to.length; i++) {
      to[i] += scale * values[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
