package org.maskgit.savedmodel;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Max;
import org.tensorflow.op.core.Min;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** {@link org.maskgit.random.Gumbel} in graph operations. */
final class GumbelOps {
  /**
   * How many classes may be the largest. TensorFlow's own logarithm is right to a few units in the
   * last place, so the winner is among the first few by it, and nothing else needs the exact ones.
   */
  private static final int CANDIDATES = 4;

  private static final int FRACTION_BITS = 23;

  private final Ops tf;
  private final XlaMathOps math;

  GumbelOps(Ops tf) {
    this.tf = tf;
    this.math = new XlaMathOps(tf);
  }

  /** The uniform number of each word: its upper 23 bits; 0 counts as the smallest normal float. */
  private Operand<TFloat32> uniform(Operand<TInt32> words) {
    Operand<TInt32> fraction = ThreefryOps.shiftedRight(tf, words, Integer.SIZE - FRACTION_BITS);
    return tf.math.maximum(
        tf.math.mul(tf.dtypes.cast(fraction, TFloat32.class), tf.constant(0x1p-23f)),
        tf.constant(Float.MIN_NORMAL));
  }

  /** The Gumbel number of each word, bit for bit as JAX's. */
  Operand<TFloat32> numbers(Operand<TInt32> words) {
    return tf.math.neg(math.log(tf.math.neg(math.log(uniform(words)))));
  }

  private Operand<TFloat32> nearly(Operand<TInt32> words) {
    return tf.math.neg(tf.math.log(tf.math.neg(tf.math.log(uniform(words)))));
  }

  /**
   * Draws a class, {@code jax.random.categorical}: the argmax of logits + Gumbel numbers, the first
   * one on a tie.
   *
   * @param logits [batch, positions, classes]
   * @param words [batch, positions, classes]
   * @param classes the number of classes
   * @return [batch, positions]
   */
  Operand<TInt32> categorical(Operand<TFloat32> logits, Operand<TInt32> words, int classes) {
    Operand<TInt32> last = tf.constant(-1);
    Operand<TInt32> candidates = // [batch, positions, candidates]
        tf.nn
            .topK(
                tf.math.add(logits, nearly(words)),
                tf.constant(Math.min(CANDIDATES, classes)),
                TInt32.class,
                TopK.sorted(false))
            .indices();
    Gather.Options batch = Gather.batchDims(2L);
    Operand<TFloat32> sums =
        tf.math.add(
            tf.gather(logits, candidates, tf.constant(2), batch),
            numbers(tf.gather(words, candidates, tf.constant(2), batch)));
    Operand<TFloat32> largest = tf.max(sums, last, Max.keepDims(true));
    return tf.min(
        tf.select(
            tf.math.equal(sums, largest),
            candidates,
            tf.fill(tf.shape(candidates), tf.constant(classes))),
        last,
        Min.keepDims(false));
  }
}
