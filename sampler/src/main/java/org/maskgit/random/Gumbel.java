package org.maskgit.random;

import org.maskgit.math.XlaMath;

/**
 * Turns random words into numbers of the standard Gumbel distribution, {@code jax.random.gumbel},
 * and draws from a categorical distribution with them: the class with the largest sum of logit and
 * Gumbel number is a sample of softmax(logits).
 */
public final class Gumbel {
  /** Words are sorted into this many ranges by their upper bits. */
  private static final int RANGE_BITS = 10;

  /** An upper bound of {@link #of} for each range of words. */
  private static final float[] CEILING = ceilings();

  private Gumbel() {}

  /**
   * Returns −log(−log(u)) of the uniform number u of a word; 0 counts as the smallest normal float.
   *
   * @param bits a random word; its upper 23 bits count
   * @return a number from −4.47 to 15.95
   */
  public static float of(int bits) {
    float u = Uniform.of(bits, Float.MIN_NORMAL, 1f);
    return -XlaMath.log(-XlaMath.log(u));
  }

  /**
   * Draws a class, {@code jax.random.categorical}: the argmax of logits + Gumbel numbers.
   *
   * <p>Nearly every class has lost before its Gumbel number is known: logit plus the bound of its
   * word's range is below the best so far. Only the others, about ten of a thousand, cost two
   * logarithms.
   *
   * @param logits holds the logits of the classes
   * @param offset where they start
   * @param bits a random word for each class
   * @param classes how many there are
   * @return the class; the first one if several are equal or all logits are −infinity, and the
   *     first one whose logit is NaN, if any is
   */
  public static int argmax(float[] logits, int offset, int[] bits, int classes) {
    int best = 0;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      float logit = logits[offset + i];
      if (!(logit + ceiling(bits[i]) <= max)) {
        float sum = logit + of(bits[i]);
        if (Float.isNaN(sum)) {
          return i;
        }
        if (sum > max) {
          best = i;
          max = sum;
        }
      }
    }
    return best;
  }

  /** The bound of the range that a word lies in. */
  static float ceiling(int bits) {
    return CEILING[bits >>> (Integer.SIZE - RANGE_BITS)];
  }

  /** The number of each range's last word; rounded logarithms rise only nearly steadily. */
  private static float[] ceilings() {
    float margin = 1e-5f;
    float[] ceilings = new float[1 << RANGE_BITS];
    for (int i = 0; i < ceilings.length; i++) {
      int last = ((i + 1) << (Integer.SIZE - RANGE_BITS)) - 1;
      ceilings[i] = of(last) + margin;
    }
    return ceilings;
  }
}
