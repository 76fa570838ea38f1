package org.maskgit.savedmodel;

import java.util.stream.IntStream;
import org.maskgit.editing.SoftMask;
import org.maskgit.image.PillowBlur;
import org.maskgit.image.PillowBlur.ExtendedBox;
import org.maskgit.image.PillowResize;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * {@link SoftMask} and {@link org.maskgit.editing.Composite} in graph operations: Pillow's bicubic
 * resize and Gaussian blur of 8-bit pictures. Their whole numbers are exact in float64.
 */
final class SoftMaskOps {
  private static final int WHITE = 255;

  private final Ops tf;
  private final int grid;
  private final int side;

  /**
   * Prepares the operations.
   *
   * @param tf where to build
   * @param grid tokens on each side
   * @param side pixels on each side
   */
  SoftMaskOps(Ops tf, int grid, int side) {
    this.tf = tf;
    this.grid = grid;
    this.side = side;
  }

  /**
   * Lays generated pictures over an original.
   *
   * @param original [m, side, side, 3], m = n or 1
   * @param latentMask int32 [m, grid, grid], not 0 where a token was generated
   * @param generated [n, side, side, 3]
   * @return generated · share + (1 − share) · original, [n, side, side, 3]
   */
  Operand<TFloat32> composite(
      Operand<TFloat32> original, Operand<TInt32> latentMask, Operand<TFloat32> generated) {
    Operand<TBool> masked = tf.math.notEqual(latentMask, tf.constant(0));
    Operand<TFloat64> gray =
        tf.math.mul(tf.dtypes.cast(masked, TFloat64.class), tf.constant((double) WHITE));
    Operand<TFloat32> share = // [m, side, side, 1]
        tf.expandDims(
            tf.math.div(
                tf.dtypes.cast(blurred(enlarged(gray)), TFloat32.class),
                tf.constant((float) WHITE)),
            tf.constant(3));
    return tf.math.add(
        tf.math.mul(generated, share), tf.math.mul(tf.math.sub(tf.constant(1f), share), original));
  }

  /** [m, grid, grid] to [m, side, side], along the rows first. */
  private Operand<TFloat64> enlarged(Operand<TFloat64> gray) {
    double[][] weights = new double[grid][side];
    int[][] ofOutput = PillowResize.bicubicWeights(grid, side);
    for (int x = 0; x < side; x++) {
      for (int i = 0; i < grid; i++) {
        weights[i][x] = ofOutput[x][i];
      }
    }
    Operand<TFloat64> matrix = tf.constant(StdArrays.ndCopyOf(weights));
    Operand<TFloat64> wide = weighed(gray, matrix, grid); // [m, grid, side]
    return transposed(weighed(transposed(wide), matrix, side));
  }

  /** [m, rows, grid] to [m, rows, side]. */
  private Operand<TFloat64> weighed(Operand<TFloat64> x, Operand<TFloat64> matrix, int rows) {
    Operand<TFloat64> sums =
        tf.linalg.matMul(tf.reshape(x, tf.constant(new int[] {-1, grid})), matrix);
    Operand<TFloat64> rounded = rounded(sums, 1 << PillowResize.FRACTION_BITS);
    Operand<TFloat64> clipped =
        tf.math.maximum(tf.math.minimum(rounded, tf.constant((double) WHITE)), tf.constant(0.0));
    return tf.reshape(clipped, tf.constant(new int[] {-1, rows, side}));
  }

  private Operand<TFloat64> blurred(Operand<TFloat64> x) {
    int radius = SoftMask.blurRadius(side);
    if (radius == 0) {
      return x;
    }
    ExtendedBox box = ExtendedBox.ofGaussian(radius);
    return transposed(blurredRows(transposed(blurredRows(x, box)), box));
  }

  private Operand<TFloat64> blurredRows(Operand<TFloat64> x, ExtendedBox box) {
    Operand<TFloat64> y = x;
    for (int pass = 0; pass < PillowBlur.PASSES; pass++) {
      y = blurredOnce(y, box);
    }
    return y;
  }

  /** The sums of a box are differences of the sums from a row's begin. */
  private Operand<TFloat64> blurredOnce(Operand<TFloat64> x, ExtendedBox box) {
    int margin = box.radius() + 1;
    int[] pixels = // border pixels are repeated
        IntStream.range(-margin, side + margin)
            .map(i -> Math.max(0, Math.min(side - 1, i)))
            .toArray();
    Operand<TFloat64> padded = tf.gather(x, tf.constant(pixels), tf.constant(2));
    Operand<TFloat64> sums = tf.math.cumsum(padded, tf.constant(2));
    Operand<TFloat64> inBox = tf.math.sub(columns(sums, 2 * margin - 1), columns(sums, 0));
    Operand<TFloat64> ends = tf.math.add(columns(padded, 0), columns(padded, 2 * margin));
    return rounded(
        tf.math.add(
            tf.math.mul(inBox, tf.constant((double) box.weight())),
            tf.math.mul(ends, tf.constant((double) box.endWeight()))),
        ExtendedBox.ONE);
  }

  private Operand<TFloat64> columns(Operand<TFloat64> x, int from) {
    return tf.slice(x, tf.constant(new int[] {0, 0, from}), tf.constant(new int[] {-1, -1, side}));
  }

  /** Sums in units of 1 / one to the nearest whole number, halves up. */
  private Operand<TFloat64> rounded(Operand<TFloat64> sums, int one) {
    return tf.math.floor(
        tf.math.mul(tf.math.add(sums, tf.constant(one / 2.0)), tf.constant(1.0 / one)));
  }

  private Operand<TFloat64> transposed(Operand<TFloat64> x) {
    return tf.linalg.transpose(x, tf.constant(new int[] {0, 2, 1}));
  }
}
