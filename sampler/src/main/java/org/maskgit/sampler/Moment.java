package org.maskgit.sampler;

import org.maskgit.math.XlaMath;

/**
 * The β-th moments Σ p^β of distributions, β = 1 + 1 / α (arXiv 2510.04525, section 3).
 *
 * @param alpha α; the smaller, the more the likeliest code counts
 */
record Moment(float alpha) {
  /**
   * α log Σ p^β of each unknown position, 0 elsewhere: (α + 1) log p_max + α log Σ (p / p_max)^β,
   * which is log p_max at α = 0.
   */
  float[] scores(int[] current, Logits logits) {
    float[] scores = new float[current.length];
    for (int i = 0; i < scores.length; i++) {
      if (current[i] == Sampler.MASKED) {
        float[] row = logits.row(i);
        float max = Softmax.max(row);
        float logMax = -XlaMath.log(Softmax.sum(row, max));
        float[] sharp = sharpened(row);
        scores[i] = Math.fma(alpha + 1, logMax, alpha * XlaMath.log(Softmax.sum(sharp, 0f)));
      }
    }
    return scores;
  }

  /** Logits of p^β / Σ p^β, the largest 0. */
  float[] sharpened(float[] row) {
    float max = Softmax.max(row);
    float beta = 1 + 1 / alpha;
    float[] sharp = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      sharp[i] = row[i] == max ? 0f : beta * (row[i] - max); // 0 where β is infinite, too
    }
    return sharp;
  }
}
