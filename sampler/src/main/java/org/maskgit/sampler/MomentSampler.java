package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.maskgit.schedule.MaskSchedule;

/**
 * Positions first, tokens after: the moment sampler (arXiv 2510.04525), to which {@link
 * ConfidenceSampler} comes close when many tokens are unknown and few are kept.
 *
 * <p>With N tokens unknown at the start, each step k = {@code startStep} … {@code steps} − 1 does:
 *
 * <ol>
 *   <li><b>Predict.</b> p = softmax(logits).
 *   <li><b>Temperature.</b> α = τ (1 − r), with the choice temperature τ and r = (k + 1) / steps,
 *       and β = 1 + 1 / α.
 *   <li><b>Count.</b> As many tokens as {@link MaskSchedule#maskLength} leaves unmasked; all in the
 *       last step.
 *   <li><b>Explore.</b> The given share of them, rounded, are the next unknown positions in {@link
 *       HaltonOrder}, of each image begun at a random cell.
 *   <li><b>Exploit.</b> The others are the unknown positions left with the largest α (log Σ p^β +
 *       Gumbel noise): positions drawn by their β-th moment, the lower one on a tie. At α = 0 that
 *       is the largest p.
 *   <li><b>Sample</b> the chosen positions' tokens from p^β / Σ p^β; they stay. In the last step
 *       nothing is chosen, so tokens are drawn from p itself.
 * </ol>
 *
 * <p>Why β: among pairs of a position and its draw, confidence sampling keeps those with the
 * largest log p + α · Gumbel noise, which is to draw pairs by p · p^(1/α) = p^β.
 *
 * <p>The hybrid of the paper joins any two orders, m positions of one and n of the other; the
 * orders and the share here are choices.
 *
 * @param steps how many steps a whole run has
 * @param startStep the step to begin with
 * @param schedule how many tokens stay masked
 * @param choiceTemperature τ
 * @param exploration the share of a step's positions that is chosen by their place alone
 */
public record MomentSampler(
    int steps, int startStep, MaskSchedule schedule, float choiceTemperature, float exploration)
    implements Sampler {

  /**
   * Makes a sampler.
   *
   * @param steps at least 1
   * @param startStep 0 or more
   * @param schedule how many tokens stay masked
   * @param choiceTemperature a finite number, 0 or more
   * @param exploration from 0 to 1
   * @throws IllegalArgumentException if an argument is out of range
   */
  public MomentSampler {
    Preconditions.checkArgument(steps >= 1, "expected at least 1 step, found %s", steps);
    Preconditions.checkArgument(
        startStep >= 0, "expected a start step of 0 or more, found %s", startStep);
    Preconditions.checkArgument(
        choiceTemperature >= 0 && Float.isFinite(choiceTemperature),
        "expected a choice temperature of 0 or more, found %s",
        choiceTemperature);
    Preconditions.checkArgument(
        exploration >= 0 && exploration <= 1,
        "expected an exploration from 0 to 1, found %s",
        exploration);
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int[] unknownAtStart = Arrays.stream(tokens).mapToInt(Tokens::unknown).toArray();
    int positions = tokens[0].length;
    int[][] exploring = exploring(tokens, decoding.noise());
    return decoding.run(
        startStep,
        steps,
        (step, draws, codebook) -> {
          TokenNoise tokenNoise = TokenNoise.next(draws, positions, codebook);
          Noise.Draw choiceNoise = draws.next(positions);
          boolean last = step == steps - 1;
          Moment moment = new Moment(alpha(step));
          return (image, current, logits) -> {
            int unknown = Tokens.unknown(current);
            int masked = schedule.maskLength(step, steps, unknownAtStart[image], unknown);
            int count = last ? unknown : Math.max(0, unknown - masked);
            float[] scores = moment.scores(current, logits);
            Choice.perturb(scores, moment.alpha(), choiceNoise, image);
            Decision decision = Decision.of(current);
            for (int i : choose(current, count, exploring[image], scores)) {
              float[] row = logits.row(i);
              int token = tokenNoise.token(image, i, last ? row : moment.sharpened(row));
              decision.draw(i, token, Softmax.logSoftmax(row, token));
            }
            return decision;
          };
        });
  }

  private float alpha(int step) {
    return choiceTemperature * (steps - step - 1) / steps;
  }

  /** The order in which each image explores; empty if it doesn't. */
  private int[][] exploring(int[][] tokens, Noise.Stream noise) {
    if (exploration == 0) {
      return new int[tokens.length][0];
    }
    return HaltonOrder.randomlyRolled(
        HaltonOrder.ofTokens(tokens[0].length - 1), tokens.length, noise);
  }

  private int[] choose(int[] current, int count, int[] order, float[] scores) {
    IntStream explored =
        Arrays.stream(order)
            .map(cell -> cell + 1)
            .filter(i -> current[i] == MASKED)
            .limit(Math.round(exploration * count));
    IntStream exploited =
        IntStream.range(0, current.length)
            .filter(i -> current[i] == MASKED)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -scores[i]))
            .mapToInt(i -> i);
    return IntStream.concat(explored, exploited).distinct().limit(count).toArray();
  }
}
