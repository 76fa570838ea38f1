package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * How strongly each step is guided towards the class (classifier-free guidance, arXiv 2207.12598):
 * the scale w of (1 + w) · conditional − w · unconditional logits. Elsewhere 1 + w is called the
 * scale.
 *
 * <p>In step k of T, with a largest scale w:
 *
 * <ul>
 *   <li>constant: w;
 *   <li>linear: w (k + 1) / T;
 *   <li>power-cosine: w (1 − cos(π (k / T)^power)) / 2, and cosine the same with the power 1: none
 *       in the first step. These three are those of bytedance/1d-tokenizer.
 * </ul>
 *
 * <p>A scale of 0 costs no second forward.
 */
@FunctionalInterface
public interface Guidance {
  /** No guidance, which needs no unconditional class. */
  Guidance NONE = (step, steps) -> 0f;

  /**
   * Returns w of a step.
   *
   * @param step the step, from 0
   * @param steps how many steps the run has at most
   * @return the scale; 0 for no guidance
   */
  float scale(int step, int steps);

  /**
   * Guides all steps alike.
   *
   * @param scale w
   * @return the guidance
   */
  static Guidance constant(float scale) {
    return (step, steps) -> scale;
  }

  /**
   * Guides ever more.
   *
   * @param scale w of the last step
   * @return the guidance
   */
  static Guidance linear(float scale) {
    return (step, steps) -> scale * (step + 1) / steps;
  }

  /**
   * Guides ever more, late if the power is large.
   *
   * @param scale w, which the last step comes close to
   * @param power a positive finite number; 1 is the cosine schedule
   * @return the guidance
   * @throws IllegalArgumentException if the power is no positive finite number
   */
  static Guidance powerCosine(float scale, float power) {
    Preconditions.checkArgument(
        power > 0 && Float.isFinite(power), "expected a power above 0, found %s", power);
    return (step, steps) ->
        scale * (float) ((1 - Math.cos(Math.PI * Math.pow((double) step / steps, power))) / 2);
  }

  /**
   * Guides each step as told.
   *
   * @param scales w of each step
   * @return the guidance; it throws {@link IllegalArgumentException} in a run of more steps
   */
  static Guidance perStep(ImmutableDoubleArray scales) {
    return (step, steps) -> {
      Preconditions.checkArgument(
          steps == scales.length(), "expected %s steps, found %s", scales.length(), steps);
      return (float) scales.get(step);
    };
  }

  /**
   * Guides only a part of the steps (arXiv 2404.07724).
   *
   * @param from guides the steps k with k / T of at least this
   * @param to and below this
   * @return this guidance, 0 outside
   * @throws IllegalArgumentException if {@code from} isn't at least 0 and below {@code to}, or that
   *     is above 1
   */
  default Guidance within(float from, float to) {
    Preconditions.checkArgument(
        from >= 0 && from < to && to <= 1, "expected 0 <= FROM < TO <= 1, found %s,%s", from, to);
    return (step, steps) -> {
      float done = (float) step / steps;
      return done >= from && done < to ? scale(step, steps) : 0f;
    };
  }
}
