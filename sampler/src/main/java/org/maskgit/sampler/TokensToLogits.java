package org.maskgit.sampler;

/** A model as a sampler sees it: the transformer, or a formula in a test. */
@FunctionalInterface
public interface TokensToLogits {

  /**
   * Predicts every token.
   *
   * @param tokens [batch][positions], the class token first, −1 where a token is unknown; the
   *     caller's to keep
   * @return logits in C order, [batch, positions, codebook]
   */
  float[] logits(int[][] tokens);

  /**
   * Returns the model of one step. Samplers ask it in every step; {@link GuidedLogits} predicts
   * otherwise early and late in a run, a plain model does not.
   *
   * @param step the step, from 0
   * @param steps how many steps the run has at most
   * @return what predicts the tokens in that step
   */
  default TokensToLogits at(int step, int steps) {
    return this;
  }
}
