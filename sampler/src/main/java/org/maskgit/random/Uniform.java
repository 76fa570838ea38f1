package org.maskgit.random;

/** Turns random words into numbers of a uniform distribution, {@code jax.random.uniform}. */
public final class Uniform {
  /** How many bits of a word count: a float32's fraction. */
  static final int FRACTION_BITS = 23;

  private static final int ONE = 0x3F800000;

  private Uniform() {}

  /**
   * Returns a number in [0, 1).
   *
   * @param bits a random word; its upper 23 bits count
   * @return a multiple of 2⁻²³
   */
  public static float of(int bits) {
    return Float.intBitsToFloat((bits >>> (Integer.SIZE - FRACTION_BITS)) | ONE) - 1f;
  }

  /**
   * Returns a number in [min, max).
   *
   * @param bits a random word
   * @param min the smallest result
   * @param max the bound; rounding can reach it
   * @return min + (max − min) · {@link #of(int)}, the product and the sum fused as XLA compiles it
   */
  public static float of(int bits, float min, float max) {
    return Math.max(min, Math.fma(of(bits), max - min, min));
  }
}
