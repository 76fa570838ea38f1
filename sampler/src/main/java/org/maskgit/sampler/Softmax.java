package org.maskgit.sampler;

import org.maskgit.math.XlaMath;

/** The probability of one class. */
final class Softmax {
  private Softmax() {}

  /**
   * Returns log(softmax(logits)[chosen]), rounded as {@code jnp.log(jax.nn.softmax(logits))} is: by
   * way of the probability, hence −infinity below 1e-38.
   */
  static float logProbability(float[] logits, int offset, int classes, int chosen) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + classes; i++) {
      max = Math.max(max, logits[i]);
    }
    float sum = 0f;
    for (int i = offset; i < offset + classes; i++) {
      sum += XlaMath.exp(logits[i] - max);
    }
    return XlaMath.log(XlaMath.exp(logits[offset + chosen] - max) / sum);
  }
}
