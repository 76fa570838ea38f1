package org.maskgit.sampler;

/** Turns partly unknown tokens into known ones. Samplers are immutable and safe to share. */
public interface Sampler {

  /** The id of an unknown token. */
  int MASKED = -1;

  /**
   * Runs all steps.
   *
   * @param tokens [batch][positions], the class token first, {@value #MASKED} where a token is
   *     unknown; not changed
   * @param noise where random numbers come from
   * @param model predicts the tokens
   * @param listener sees every step; an exception that it throws ends the run after that step
   * @return the tokens of every step
   * @throws IllegalArgumentException if the rows are empty or of different lengths, or the model's
   *     logits do not fit them
   */
  Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener);

  /**
   * Returns whether a token that a step has kept may be masked by a later one and drawn anew. The
   * class of such a sampler says which tokens and when.
   *
   * @return false if kept tokens never change
   */
  default boolean remasks() {
    return false;
  }
}
