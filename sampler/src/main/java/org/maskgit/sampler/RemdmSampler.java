package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.maskgit.math.XlaMath;
import org.maskgit.schedule.MaskSchedule;

/**
 * Masked diffusion that takes tokens back (ReMDM, arXiv 2503.00307).
 *
 * <p>Each step k = 0 … T − 1 goes from the time t = (T − k) / T to s = (T − k − 1) / T, at which
 * the share α(t) = γ(t) of the tokens is known:
 *
 * <ol>
 *   <li><b>Predict.</b> p = softmax(logits / temperature).
 *   <li><b>Re-masking.</b> σ by {@link Remasking}, at most (1 − α(s)) / α(t) and 1; it is 0 in the
 *       last step.
 *   <li><b>Unknown tokens</b> become code v with the probability p(v) (α(s) − α(t) (1 − σ)) / (1 −
 *       α(t)) and stay unknown with (1 − α(s) − α(t) σ) / (1 − α(t)).
 *   <li><b>Known tokens</b> become unknown with the probability σ and stay otherwise.
 *   <li><b>Confidence</b> (only for {@link Remasking#CONFIDENCE}): −log p of every token that is
 *       now known, by this step's logits; what is unknown keeps its old value, which goes on
 *       weighing in the softmax although its own e is 0.
 * </ol>
 *
 * <p>A token that the run has drawn may be masked in any later step but the last. A token of the
 * input may be only if {@code remasksInput} is set: the authors' code treats it as any other, which
 * in an edited picture changes what should stay. The class token never changes.
 *
 * <p>Equal to the authors' code, token for token, in {@link MaskSlot#LAST_CODE} with {@code
 * remasksInput} and its noise. A known last code counts as masked there; in a run of one step it is
 * not drawn anew and stays unknown in the result.
 *
 * @param remasking how σ is found
 * @param steps T
 * @param schedule γ
 * @param temperature the sampling temperature
 * @param slot where the mask's probability is kept
 * @param eta η
 * @param remasksInput whether tokens of the input may be masked
 */
public record RemdmSampler(
    Remasking remasking,
    int steps,
    MaskSchedule schedule,
    Temperature temperature,
    MaskSlot slot,
    float eta,
    boolean remasksInput)
    implements Sampler {

  /**
   * Makes a sampler.
   *
   * @param remasking how σ is found
   * @param steps at least 1
   * @param schedule γ, with γ(0) = 1
   * @param temperature the sampling temperature
   * @param slot where the mask's probability is kept
   * @param eta η, from 0 to 1
   * @param remasksInput whether tokens of the input may be masked
   * @throws IllegalArgumentException if an argument is out of range, or the schedule leaves tokens
   *     masked
   */
  public RemdmSampler {
    MaskedDiffusion.require(steps, schedule);
    Preconditions.checkArgument(eta >= 0 && eta <= 1, "expected an eta from 0 to 1, found %s", eta);
  }

  @Override
  public boolean remasks() {
    return true;
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int positions = tokens[0].length;
    Run run = new Run(Tokens.copy(tokens));
    return decoding.run(
        0,
        steps,
        (step, draws, codebook) -> {
          MaskedDiffusion diffusion = MaskedDiffusion.next(slot, draws, positions, codebook);
          return (image, current, logits) -> run.decide(step, diffusion, image, current, logits);
        });
  }

  /** What a run remembers of its images. */
  private final class Run {
    private final int[][] input;
    private final int[] unknownAtStart;

    /** −log p of each token, [batch][positions]. */
    private final float[][] surprise;

    Run(int[][] input) {
      this.input = input;
      this.unknownAtStart = Arrays.stream(input).mapToInt(Tokens::unknown).toArray();
      this.surprise = new float[input.length][input[0].length];
      Arrays.stream(surprise).forEach(row -> Arrays.fill(row, Float.NEGATIVE_INFINITY));
    }

    Decision decide(int step, MaskedDiffusion diffusion, int image, int[] current, Logits logits) {
      int unknown = unknownAtStart[image];
      float alphaT = MaskedDiffusion.alpha(schedule, steps - step, steps, unknown);
      float alphaS = MaskedDiffusion.alpha(schedule, steps - step - 1, steps, unknown);
      float[] sigma = sigma(remasking.sigma(alphaT, alphaS, eta), image, current);
      Decision decision = Decision.of(current);
      for (int i = 1; i < current.length; i++) {
        if (current[i] == MASKED) {
          float[] row = diffusion.row(logits, i, temperature, step, steps);
          float known = (alphaS - alphaT * (1 - sigma[i])) / (1 - alphaT);
          float masked = (1 - alphaS - alphaT * sigma[i]) / (1 - alphaT);
          int token = diffusion.draw(image, i, row, known, masked);
          if (token != MASKED) {
            decision.draw(i, token, Softmax.logSoftmax(row, token));
          }
        } else if (mayMask(image, i) && diffusion.masks(image, i, current[i], sigma[i])) {
          decision.mask(i);
        }
      }
      if (remasking == Remasking.CONFIDENCE) {
        remember(step, diffusion, image, decision.tokens(), logits);
      }
      return decision;
    }

    /** Takes −log p of what is known now; what is unknown keeps its old value. */
    private void remember(
        int step, MaskedDiffusion diffusion, int image, int[] tokens, Logits logits) {
      for (int i = 1; i < tokens.length; i++) {
        if (tokens[i] != MASKED && mayMask(image, i)) {
          float[] row = diffusion.row(logits, i, temperature, step, steps);
          surprise[image][i] = -Softmax.logSoftmax(row, tokens[i]);
        }
      }
    }

    private boolean mayMask(int image, int position) {
      return remasksInput || input[image][position] == MASKED;
    }

    /** σ of each position. */
    private float[] sigma(float largest, int image, int[] current) {
      float[] sigma = new float[current.length];
      if (remasking != Remasking.CONFIDENCE) {
        Arrays.fill(sigma, largest);
        return sigma;
      }
      float max = Softmax.max(surprise[image]);
      if (max > Float.NEGATIVE_INFINITY) { // something was known before
        float sum = Softmax.sum(surprise[image], max);
        for (int i = 1; i < current.length; i++) {
          sigma[i] =
              current[i] == MASKED ? 0 : XlaMath.exp(surprise[image][i] - max) / sum * largest;
        }
      }
      return sigma;
    }
  }
}
