package org.maskgit.sampler;

import com.google.common.base.Preconditions;

/**
 * One token a step, row by row from the top left: what the paper compares its speed with (section
 * 4.2, 30–64 times), by the same model.
 *
 * <p>Each step, until an image has no unknown token:
 *
 * <ol>
 *   <li><b>Predict.</b> p = softmax(logits / temperature), cut to top-k and top-p, at the first
 *       unknown position.
 *   <li><b>Sample</b> its token from p; it stays.
 * </ol>
 *
 * <p>As many steps as the image with the most unknown tokens has of them. The paper's own baseline
 * is a transformer with causal attention, which can keep what it computed for earlier tokens; this
 * is the same count of steps, without that.
 *
 * @param temperature the sampling temperature; it can't fall, as the number of steps hangs on the
 *     other images of the batch
 * @param truncation which codes may be drawn
 */
public record AutoregressiveSampler(Temperature temperature, Truncation truncation)
    implements Sampler {

  /**
   * Makes a sampler.
   *
   * @param temperature a constant sampling temperature
   * @param truncation which codes may be drawn
   * @throws IllegalArgumentException if the temperature falls
   */
  public AutoregressiveSampler {
    Preconditions.checkArgument(
        !temperature.annealed(), "expected a constant temperature, found one that falls");
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int steps = Math.max(1, Tokens.mostUnknown(tokens));
    return decoding.runUntilKnown(
        steps,
        (step, draws, codebook) -> {
          TokenNoise tokenNoise = TokenNoise.next(draws, tokens[0].length, codebook);
          return (image, current, logits) -> {
            Decision decision = Decision.of(current);
            int first = Tokens.firstUnknown(current);
            if (first >= 0) {
              float[] row = logits.row(first);
              temperature.apply(row, step, steps);
              truncation.apply(row);
              int token = tokenNoise.token(image, first, row);
              decision.draw(first, token, Softmax.logSoftmax(row, token));
            }
            return decision;
          };
        });
  }
}
