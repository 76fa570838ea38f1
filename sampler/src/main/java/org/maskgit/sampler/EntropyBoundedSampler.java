package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * As many tokens a step as the model is sure of (EB-Sampler, arXiv 2505.24857).
 *
 * <p>Each step, until an image has no unknown token:
 *
 * <ol>
 *   <li><b>Predict.</b> p = softmax(logits / temperature), cut to top-k and top-p.
 *   <li><b>Entropy.</b> H = −Σ p log p of every unknown token, in nats; sort them, the surest first
 *       and the lower position first on a tie.
 *   <li><b>Choose</b> the longest beginning with ΣH − max H ≤ γ, at least one token. The sum
 *       without its largest term bounds how far the tokens depend on each other, which drawing them
 *       at once ignores.
 *   <li><b>Sample</b> the chosen ones from p; they stay.
 * </ol>
 *
 * <p>γ = 0 draws one token a step, and with it those that are certain; γ = ∞ draws all in one. The
 * number of steps differs from image to image: {@link Sampling#stepsUsed}. (The paper also sorts by
 * confidence or margin; its image experiments and this sampler use the entropy for both.)
 *
 * @param gamma γ, the budget of a step in nats
 * @param temperature the sampling temperature; it can't fall, as the number of steps is unknown
 * @param truncation which codes may be drawn
 */
public record EntropyBoundedSampler(float gamma, Temperature temperature, Truncation truncation)
    implements Sampler {

  /**
   * Makes a sampler.
   *
   * @param gamma 0 or more, infinity allowed
   * @param temperature a constant sampling temperature
   * @param truncation which codes may be drawn
   * @throws IllegalArgumentException if the budget is negative or NaN, or the temperature falls
   */
  public EntropyBoundedSampler {
    Preconditions.checkArgument(gamma >= 0, "expected a gamma of 0 or more, found %s", gamma);
    Preconditions.checkArgument(
        !temperature.annealed(), "expected a constant temperature, found one that falls");
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int positions = tokens[0].length;
    int atMost = Math.max(1, Tokens.mostUnknown(tokens));
    return decoding.runUntilKnown(
        atMost,
        (step, draws, codebook) -> {
          TokenNoise tokenNoise = TokenNoise.next(draws, positions, codebook);
          return (image, current, logits) -> {
            Decision decision = Decision.of(current);
            float[][] rows = new float[positions][];
            for (int i = 0; i < positions; i++) {
              if (current[i] == MASKED) {
                rows[i] = logits.row(i);
                temperature.apply(rows[i], step, atMost);
                truncation.apply(rows[i]);
              }
            }
            for (int i : surest(rows)) {
              int token = tokenNoise.token(image, i, rows[i]);
              decision.draw(i, token, Softmax.logSoftmax(rows[i], token));
            }
            return decision;
          };
        });
  }

  /** The positions to draw; rows of known ones are missing. */
  private int[] surest(float[][] rows) {
    float[] entropy = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      entropy[i] = rows[i] == null ? 0 : Softmax.entropy(rows[i]);
    }
    List<Integer> sorted =
        IntStream.range(0, rows.length)
            .filter(i -> rows[i] != null)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> entropy[i]))
            .toList();
    int count = 0;
    float sum = 0f; // of all but the last, which is the largest
    while (count < sorted.size() && (count == 0 || sum + entropy[sorted.get(count - 1)] <= gamma)) {
      sum += count == 0 ? 0 : entropy[sorted.get(count - 1)];
      count++;
    }
    return sorted.stream().limit(count).mapToInt(i -> i).toArray();
  }
}
