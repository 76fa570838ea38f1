package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.maskgit.random.Gumbel;
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
 *       the last one is the result of the run, nothing is masked in it.
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
 */
public record ConfidenceSampler(
    int steps, int startStep, MaskSchedule schedule, float choiceTemperature) implements Sampler {

  /** The choice temperature of the released models. */
  public static final float CHOICE_TEMPERATURE = 4.5f;

  /**
   * Makes a sampler.
   *
   * @param steps at least 1
   * @param startStep 0 or more
   * @param schedule how many tokens stay masked
   * @param choiceTemperature a finite number, 0 or more
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
    int positions = Tokens.positions(tokens);
    int[][] current = Tokens.copy(tokens);
    int[][][] trace = Tokens.repeat(tokens, steps);
    Noise.Stream stream = noise.open(tokens.length);
    for (int step = startStep; step < steps; step++) {
      float[] logits = model.logits(Tokens.copy(current)); // [batch, positions, codebook]
      int codebook = Tokens.codebook(logits.length, tokens.length, positions);
      Noise.Draw tokenNoise = stream.next(positions * codebook);
      Noise.Draw choiceNoise = stream.next(positions);
      int[][] predicted = new int[tokens.length][];
      float[][] confidence = new float[tokens.length][];
      boolean[][] masked = new boolean[tokens.length][];
      for (int image = 0; image < tokens.length; image++) {
        Prediction prediction = Prediction.of(current[image], logits, codebook, image, tokenNoise);
        predicted[image] = prediction.tokens();
        confidence[image] =
            confidence(prediction.logProbabilities(), temperature(step), choiceNoise, image);
        masked[image] =
            leastConfident(
                confidence[image],
                schedule.maskLength(
                    step, steps, Tokens.unknown(tokens[image]), Tokens.unknown(current[image])));
        trace[image][step] = predicted[image].clone();
        current[image] = Tokens.mask(predicted[image], masked[image]);
      }
      listener.onStep(new SamplingStep(step, steps, predicted, masked, confidence));
    }
    return new Sampling(trace);
  }

  /** τ (1 − r), with r = (step + 1) · (1 / steps) and the difference fused. */
  private float temperature(int step) {
    return choiceTemperature * Math.fma(-(step + 1f), 1f / steps, 1f);
  }

  /** log p + temperature · Gumbel noise. */
  private static float[] confidence(
      float[] logProbabilities, float temperature, Noise.Draw noise, int image) {
    int[] bits = new int[logProbabilities.length];
    noise.bits(image, 0, bits);
    float[] confidence = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      confidence[i] = Math.fma(temperature, Gumbel.of(bits[i]), logProbabilities[i]);
    }
    return confidence;
  }

  /** Which confidences are strictly below the one at an index of the sorted ones. */
  private static boolean[] leastConfident(float[] confidence, int index) {
    float[] sorted = confidence.clone();
    Arrays.sort(sorted);
    boolean[] below = new boolean[confidence.length];
    for (int i = 0; i < below.length; i++) {
      below[i] = confidence[i] < sorted[index];
    }
    return below;
  }
}
