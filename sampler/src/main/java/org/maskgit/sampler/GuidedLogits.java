package org.maskgit.sampler;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * A model whose logits are guided towards the class (classifier-free guidance, arXiv 2207.12598):
 *
 * <ol>
 *   <li>The batch is doubled; in the second half the class token is the unconditional one, which
 *       stood in training where the class was hidden.
 *   <li>The model predicts both halves in one batch.
 *   <li>logits = (1 + w) · conditional − w · unconditional, with the step's {@link Guidance} w.
 * </ol>
 *
 * <p>Where w is 0, the model is asked once, for the batch as it is.
 *
 * @param model the model
 * @param guidance w of each step
 * @param unconditionalToken the class token of no class
 */
public record GuidedLogits(TokensToLogits model, Guidance guidance, int unconditionalToken)
    implements TokensToLogits {

  /** Predicts as in a run of a single step. */
  @Override
  public float[] logits(int[][] tokens) {
    return at(0, 1).logits(tokens);
  }

  @Override
  public TokensToLogits at(int step, int steps) {
    float scale = guidance.scale(step, steps);
    TokensToLogits plain = model.at(step, steps);
    return scale == 0 ? plain : tokens -> guided(plain, tokens, scale);
  }

  private float[] guided(TokensToLogits plain, int[][] tokens, float scale) {
    int[][] unconditional = Tokens.copy(tokens);
    Arrays.stream(unconditional).forEach(row -> row[0] = unconditionalToken);
    float[] both =
        plain.logits(
            Stream.concat(Arrays.stream(tokens), Arrays.stream(unconditional))
                .toArray(int[][]::new));
    int half = both.length / 2;
    float[] logits = new float[half];
    for (int i = 0; i < half; i++) {
      logits[i] = (1 + scale) * both[i] - scale * both[half + i];
    }
    return logits;
  }
}
