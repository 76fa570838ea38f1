package org.maskgit.sampler;

import java.util.Arrays;
import org.maskgit.random.Gumbel;

/** Which tokens are kept and which are masked: {@code mask_by_random_topk} of the official code. */
final class Choice {
  private Choice() {}

  /** Adds temperature · Gumbel noise to each score; one word a position. */
  static void perturb(float[] scores, float temperature, Noise.Draw noise, int image) {
    int[] bits = new int[scores.length];
    noise.bits(image, 0, bits);
    for (int i = 0; i < bits.length; i++) {
      scores[i] = Math.fma(temperature, Gumbel.of(bits[i]), scores[i]);
    }
  }

  /** Which scores are strictly below the one at an index of the sorted ones. */
  static boolean[] below(float[] scores, int index) {
    float[] sorted = scores.clone();
    Arrays.sort(sorted);
    boolean[] below = new boolean[scores.length];
    for (int i = 0; i < below.length; i++) {
      below[i] = scores[i] < sorted[index];
    }
    return below;
  }
}
