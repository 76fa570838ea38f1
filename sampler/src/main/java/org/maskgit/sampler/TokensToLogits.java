package org.maskgit.sampler;

/** All that a sampler knows of a model. */
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
}
