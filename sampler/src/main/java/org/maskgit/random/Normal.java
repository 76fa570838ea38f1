package org.maskgit.random;

import org.maskgit.math.XlaMath;

/** Turns random words into numbers of the standard normal distribution: √2 · erf⁻¹(u). */
final class Normal {
  private static final float SQRT_2 = (float) Math.sqrt(2);
  private static final float SQRT_HALF = 1f / SQRT_2; // XLA divides by multiplying

  private Normal() {}

  /** {@code jax.random.normal}: u is in (-1, 1). */
  static float of(int bits) {
    return quantile(bits, Math.nextUp(-1f), 1f);
  }

  /** {@code jax.random.truncated_normal}: the numbers strictly between two bounds. */
  static WordFunction between(float lower, float upper) {
    float min = XlaMath.erf(lower * SQRT_HALF);
    float max = XlaMath.erf(upper * SQRT_HALF);
    float smallest = Math.nextUp(lower);
    float largest = Math.nextDown(upper);
    return bits -> Math.min(largest, Math.max(smallest, quantile(bits, min, max)));
  }

  private static float quantile(int bits, float min, float max) {
    return SQRT_2 * XlaMath.erfInv(Uniform.of(bits, min, max));
  }
}
