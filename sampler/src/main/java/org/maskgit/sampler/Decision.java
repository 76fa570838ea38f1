package org.maskgit.sampler;

import java.util.Arrays;

/**
 * What a step made of one image; see {@link SamplingStep} for the arrays.
 *
 * @param tokens [positions]
 * @param masked [positions]
 * @param confidence [positions]
 */
record Decision(int[] tokens, boolean[] masked, float[] confidence) {

  /** Begins with everything as it was: unknown tokens stay unknown. */
  static Decision of(int[] current) {
    Decision decision =
        new Decision(current.clone(), new boolean[current.length], new float[current.length]);
    Arrays.fill(decision.confidence, Float.POSITIVE_INFINITY);
    for (int i = 0; i < current.length; i++) {
      if (current[i] == Sampler.MASKED) {
        decision.mask(i);
      }
    }
    return decision;
  }

  /** Gives a position a token. */
  void draw(int position, int token, float confidenceOfToken) {
    tokens[position] = token;
    masked[position] = false;
    confidence[position] = confidenceOfToken;
  }

  /** Takes a position's token away. */
  void mask(int position) {
    tokens[position] = Sampler.MASKED;
    masked[position] = true;
    confidence[position] = Float.NEGATIVE_INFINITY;
  }

  /** The same tokens, some of them unknown from the next step on. */
  Decision masking(boolean[] again) {
    return new Decision(tokens, again, confidence);
  }
}
