package org.maskgit.sampler;

import org.maskgit.math.XlaMath;

/** The distribution that a position's logits stand for, in float32. */
final class Softmax {
  private Softmax() {}

  /** softmax(row). */
  static float[] probabilities(float[] row) {
    float max = max(row);
    float[] p = new float[row.length];
    float sum = 0f;
    for (int i = 0; i < row.length; i++) {
      p[i] = XlaMath.exp(row[i] - max);
      sum += p[i];
    }
    for (int i = 0; i < row.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  /**
   * Returns log(softmax(row)[chosen]), rounded as {@code jnp.log(jax.nn.softmax(logits))} is: by
   * way of the probability, hence −infinity below 1e-38.
   */
  static float logProbability(float[] row, int chosen) {
    float max = max(row);
    return XlaMath.log(XlaMath.exp(row[chosen] - max) / sum(row, max));
  }

  /** Returns log_softmax(row)[chosen], finite wherever the logit is. */
  static float logSoftmax(float[] row, int chosen) {
    float max = max(row);
    return row[chosen] - max - XlaMath.log(sum(row, max));
  }

  /** The entropy of softmax(row) in nats. */
  static float entropy(float[] row) {
    float entropy = 0f;
    for (float p : probabilities(row)) {
      entropy -= p > 0 ? p * XlaMath.log(p) : 0f;
    }
    return entropy;
  }

  static float max(float[] row) {
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : row) {
      max = Math.max(max, logit);
    }
    return max;
  }

  /** The sum of exp(logit − max). */
  static float sum(float[] row, float max) {
    float sum = 0f;
    for (float logit : row) {
      sum += XlaMath.exp(logit - max);
    }
    return sum;
  }
}
