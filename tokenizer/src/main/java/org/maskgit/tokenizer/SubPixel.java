package org.maskgit.tokenizer;

import java.util.ArrayList;
import java.util.List;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Doubling an image by repeating its pixels and convolving it with 3×3 weights, as four
 * convolutions of the small image with 2×2 weights: one for the pixels of the result with even row
 * and even column, one for even and odd, and so on.
 *
 * <p>Of the nine pixels under the 3×3 weights at most four are different ones. With the weights
 * that meet the same pixel added beforehand, a pixel of the result takes 4 products a channel in
 * place of 9, of the same numbers.
 */
final class SubPixel {
  /** FOLD[a][i][k] = 1 where row k of the 3×3 weights meets row i of the 2×2 pixels, a = 1: odd. */
  private static final float[][][] FOLD = {{{1, 0, 0}, {0, 1, 1}}, {{1, 1, 0}, {0, 0, 1}}};

  private static final List<Long> UNIT = List.of(1L, 1L, 1L, 1L);

  private SubPixel() {}

  /** From [n, h, w, channels] to [n, 2h, 2w, channels], by the scope's {@code kernel}. */
  static <T extends TFloating> Operand<T> upsampledConv(
      ModuleScope scope, Operand<T> x, int channels) {
    Ops tf = scope.tf();
    Operand<TFloat32> kernel = scope.parameter("kernel", 3, 3, channels, channels);
    List<Operand<T>> rows = new ArrayList<>();
    for (int a = 0; a < 2; a++) {
      List<Operand<T>> columns = new ArrayList<>();
      for (int b = 0; b < 2; b++) {
        Operand<TFloat32> weights = fold(tf, kernel, a, b, channels);
        Operand<T> kept = scope.derived("phase_" + a + b, Layers.cast(tf, weights, x.type()));
        columns.add(phase(tf, x, kept, a, b));
      }
      rows.add(tf.stack(columns, Stack.axis(3L))); // [n, h, w, 2, channels]
    }
    Operand<T> interleaved = tf.stack(rows, Stack.axis(2L)); // [n, h, 2, w, 2, channels]
    return tf.reshape(interleaved, tf.math.mul(tf.shape(x), tf.constant(new int[] {1, 2, 2, 1})));
  }

  /** Rows 2i + a and columns 2j + b of the result, from rows i + a − 1 and i + a of the image. */
  private static <T extends TFloating> Operand<T> phase(
      Ops tf, Operand<T> x, Operand<T> weights, int a, int b) {
    List<Long> around = List.of(0L, 0L, 1L - a, (long) a, 1L - b, (long) b, 0L, 0L);
    return tf.nn.conv2d(x, weights, UNIT, "EXPLICIT", Conv2d.explicitPaddings(around));
  }

  /** [3, 3, in, out] to [2, 2, in, out]. */
  private static Operand<TFloat32> fold(
      Ops tf, Operand<TFloat32> kernel, int a, int b, int channels) {
    float[][] both = new float[4][9];
    for (int i = 0; i < 4; i++) {
      for (int k = 0; k < 9; k++) {
        both[i][k] = FOLD[a][i / 2][k / 3] * FOLD[b][i % 2][k % 3];
      }
    }
    Operand<TInt32> flat = tf.constant(new int[] {9, channels * channels});
    Operand<TFloat32> folded = tf.linalg.matMul(tf.constant(both), tf.reshape(kernel, flat));
    return tf.reshape(folded, tf.constant(new int[] {2, 2, channels, channels}));
  }
}
