package org.maskgit.sampler;

import java.util.Arrays;
import org.maskgit.schedule.MaskSchedule;

/**
 * The ancestral sampler of masked diffusion (MDLM, arXiv 2406.07524), as the code of ReMDM (arXiv
 * 2503.00307) runs it on MaskGIT's weights.
 *
 * <p>Each step k = 0 … T − 1 goes from the time t = (T − k) / T to s = (T − k − 1) / T, at which
 * the share α(t) = γ(t) of the tokens is known:
 *
 * <ol>
 *   <li><b>Predict.</b> p = softmax(logits / temperature).
 *   <li><b>Posterior.</b> With m = 1 − α, an unknown token becomes code v with the probability p(v)
 *       (m(t) − m(s)) / m(t) and stays unknown with m(s) / m(t).
 *   <li><b>Draw</b> each unknown token from it, independently of all others. m(0) = 0: the last
 *       step leaves none unknown.
 * </ol>
 *
 * <p>Nothing is chosen by confidence, so the number of tokens that a step draws is random; the
 * schedule holds on average. A known token never changes.
 *
 * @param steps T
 * @param schedule γ
 * @param temperature the sampling temperature
 * @param slot where the mask's probability is kept
 */
public record MdlmSampler(int steps, MaskSchedule schedule, Temperature temperature, MaskSlot slot)
    implements Sampler {

  /**
   * Makes a sampler.
   *
   * @param steps at least 1
   * @param schedule γ, with γ(0) = 1
   * @param temperature the sampling temperature
   * @param slot where the mask's probability is kept
   * @throws IllegalArgumentException if there is no step, or the schedule leaves tokens masked
   */
  public MdlmSampler {
    MaskedDiffusion.require(steps, schedule);
  }

  /**
   * Returns whether these samplers and ReMDM's can use a schedule.
   *
   * @param schedule γ
   * @return true if γ(0) = 1: at the end nothing stays masked
   */
  public static boolean unmasks(MaskSchedule schedule) {
    return schedule.maskRatio(0f, 2) == 1f;
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int[] unknownAtStart = Arrays.stream(tokens).mapToInt(Tokens::unknown).toArray();
    int positions = tokens[0].length;
    return decoding.run(
        0,
        steps,
        (step, draws, codebook) -> {
          MaskedDiffusion diffusion = MaskedDiffusion.next(slot, draws, positions, codebook);
          return (image, current, logits) -> {
            int unknown = unknownAtStart[image];
            float mt = 1 - MaskedDiffusion.alpha(schedule, steps - step, steps, unknown);
            float ms = 1 - MaskedDiffusion.alpha(schedule, steps - step - 1, steps, unknown);
            Decision decision = Decision.of(current);
            for (int i = 0; i < positions; i++) {
              if (current[i] == MASKED) {
                float[] row = diffusion.row(logits, i, temperature, step, steps);
                int token = diffusion.draw(image, i, row, (mt - ms) / mt, ms / mt);
                if (token != MASKED) {
                  decision.draw(i, token, Softmax.logSoftmax(row, token));
                }
              }
            }
            return decision;
          };
        });
  }
}
