package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.maskgit.schedule.MaskSchedule;

/**
 * Parallel decoding by confidence: section 3.2 of the paper, {@code parallel_decode.decode} of the
 * official code.
 *
 * <p>With N tokens unknown at the start, each step k = {@code startStep} … {@code steps} − 1 does:
 *
 * <ol>
 *   <li><b>Predict.</b> logits = model(tokens), for all positions at once.
 *   <li><b>Sample.</b> Each unknown token becomes a draw from softmax(logits): the argmax of logits
 *       + Gumbel noise, the first one on a tie. Known tokens stay. This is the result of the step;
 *       the last one is the result of the run, nothing is masked in it. (Not in the official code:
 *       logits are divided by a sampling temperature and cut to the top k or top p codes before;
 *       confidence is then measured by what was drawn from.)
 *   <li><b>Confidence.</b> c = log p(token) + τ (1 − r) · Gumbel noise, with the choice temperature
 *       τ and r = (k + 1) / steps; +infinity for known tokens.
 *   <li><b>Mask schedule.</b> n = max(1, min(unknown now − 1, ⌊N · γ(r)⌋)), see {@link
 *       MaskSchedule#maskLength}.
 *   <li><b>Mask.</b> With the confidences of an image sorted, every token with a confidence
 *       strictly below the one at index n becomes unknown again.
 * </ol>
 *
 * <p>What follows from the official arithmetic:
 *
 * <ul>
 *   <li>Equal confidences at the cut mask fewer than n tokens, and so does −infinity.
 *   <li>Noise is drawn for all positions, the class position with them, though only that of unknown
 *       ones is looked at; each step takes two draws, tokens first, and steps before {@code
 *       startStep} take none.
 *   <li>n is never 0 but for a schedule that is NaN (log with one unknown token, at the last step):
 *       then nothing is masked. A single unknown token is drawn anew in every step; with none
 *       unknown nothing changes.
 *   <li>1 − r and the product with τ are rounded as compiled: r is a product with a rounded
 *       reciprocal, and each product that is added to something is fused with the sum.
 *   <li>If {@code startStep} is {@code steps} or more, the result is the input.
 * </ul>
 *
 * <p>Tokens equal those of the official code if the logits do, up to draws that are nearer to a tie
 * than the logits' own rounding.
 *
 * @param steps how many steps a whole run has (T)
 * @param startStep the step to begin with; editing begins later, with fewer tokens masked again
 * @param schedule how many tokens stay masked
 * @param choiceTemperature τ, how much chance there is in what stays masked
 * @param temperature the sampling temperature; the official code has none
 * @param truncation which codes may be drawn; in the official code all
 */
public record ConfidenceSampler(
    int steps,
    int startStep,
    MaskSchedule schedule,
    float choiceTemperature,
    Temperature temperature,
    Truncation truncation)
    implements Sampler {

  /** The choice temperature of the released models. */
  public static final float CHOICE_TEMPERATURE = 4.5f;

  /**
   * Makes a sampler.
   *
   * @param steps at least 1
   * @param startStep 0 or more
   * @param schedule how many tokens stay masked
   * @param choiceTemperature a finite number, 0 or more
   * @param temperature the sampling temperature
   * @param truncation which codes may be drawn
   * @throws IllegalArgumentException if an argument is out of range
   */
  public ConfidenceSampler {
    Preconditions.checkArgument(steps >= 1, "expected at least 1 step, found %s", steps);
    Preconditions.checkArgument(
        startStep >= 0, "expected a start step of 0 or more, found %s", startStep);
    Preconditions.checkArgument(
        choiceTemperature >= 0 && Float.isFinite(choiceTemperature),
        "expected a choice temperature of 0 or more, found %s",
        choiceTemperature);
  }

  /**
   * Makes a sampler of the official code.
   *
   * @param steps at least 1
   * @param startStep 0 or more
   * @param schedule how many tokens stay masked
   * @param choiceTemperature a finite number, 0 or more
   * @throws IllegalArgumentException if an argument is out of range
   */
  public ConfidenceSampler(
      int steps, int startStep, MaskSchedule schedule, float choiceTemperature) {
    this(steps, startStep, schedule, choiceTemperature, Temperature.ONE, Truncation.NONE);
  }

  /**
   * Returns the sampler of the released models: cosine schedule, choice temperature 4.5.
   *
   * @param steps how many steps
   * @return the sampler
   */
  public static ConfidenceSampler of(int steps) {
    return new ConfidenceSampler(steps, 0, MaskSchedule.COSINE, CHOICE_TEMPERATURE);
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int[] unknownAtStart = Arrays.stream(tokens).mapToInt(Tokens::unknown).toArray();
    int positions = tokens[0].length;
    return decoding.run(
        startStep,
        steps,
        (step, draws, codebook) -> {
          TokenNoise tokenNoise = TokenNoise.next(draws, positions, codebook);
          Noise.Draw choiceNoise = draws.next(positions);
          return (image, current, logits) -> {
            Decision drawn = Decision.of(current);
            for (int i = 0; i < positions; i++) {
              if (current[i] == MASKED) {
                float[] row = logits.row(i);
                temperature.apply(row, step, steps);
                truncation.apply(row);
                int token = tokenNoise.token(image, i, row);
                drawn.draw(i, token, Softmax.logProbability(row, token));
              }
            }
            Choice.perturb(drawn.confidence(), choiceTemperature(step), choiceNoise, image);
            int length =
                schedule.maskLength(step, steps, unknownAtStart[image], Tokens.unknown(current));
            return drawn.masking(Choice.below(drawn.confidence(), length));
          };
        });
  }

  /** τ (1 − r), with r = (step + 1) · (1 / steps) and the difference fused. */
  private float choiceTemperature(int step) {
    return choiceTemperature * Math.fma(-(step + 1f), 1f / steps, 1f);
  }
}
