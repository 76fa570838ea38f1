package org.maskgit.tokenizer;

import java.util.List;
import org.maskgit.graph.Layers;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Doubling an image by repeating its pixels and convolving it with 3×3 weights, as one transposed
 * convolution of stride 2 with 4×4 weights.
 *
 * <p>Of the nine pixels under the 3×3 weights at most four are different ones. With the weights
 * that meet the same pixel added beforehand, a pixel of the result takes 4 products a channel in
 * place of 9, of the same numbers.
 */
final class SubPixel {
  /** FOLD[a][k] = 1 where row k of the 3×3 weights falls on row a of the 4×4 ones. */
  private static final float[][] FOLD = {{0, 0, 1}, {0, 1, 1}, {1, 1, 0}, {1, 0, 0}};

  private SubPixel() {}

  /** From [n, h, w, channels] to [n, 2h, 2w, channels], by the scope's {@code kernel}. */
  static <T extends TFloating> Operand<T> upsampledConv(
      ModuleScope scope, Operand<T> x, int channels) {
    Ops tf = scope.tf();
    Operand<TFloat32> kernel = scope.parameter("kernel", 3, 3, channels, channels);
    Operand<T> folded =
        scope.derived("sub_pixel", Layers.cast(tf, fold(tf, kernel, channels), x.type()));
    Operand<TInt32> size = // [n, 2h, 2w, channels]
        tf.math.mul(tf.shape(x), tf.constant(new int[] {1, 2, 2, 1}));
    return tf.nn.conv2dBackpropInput(size, folded, x, List.of(1L, 2L, 2L, 1L), "SAME");
  }

  /** [3, 3, in, out] to [4, 4, out, in], which is how a transposed convolution wants them. */
  private static Operand<TFloat32> fold(Ops tf, Operand<TFloat32> kernel, int channels) {
    float[][] both = new float[16][9];
    for (int i = 0; i < 16; i++) {
      for (int k = 0; k < 9; k++) {
        both[i][k] = FOLD[i / 4][k / 3] * FOLD[i % 4][k % 3];
      }
    }
    Operand<TFloat32> rows = tf.reshape(kernel, tf.constant(new int[] {9, channels * channels}));
    Operand<TFloat32> folded = tf.linalg.matMul(tf.constant(both), rows);
    return tf.linalg.transpose(
        tf.reshape(folded, tf.constant(new int[] {4, 4, channels, channels})),
        tf.constant(new int[] {0, 1, 3, 2}));
  }
}
