package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * What the loss counts.
 *
 * @param labelSmoothing share of the target that is spread over all tokens, from 0 to less than 1
 * @param codebookOnly whether the loss compares the visual tokens alone, as sampling does and
 *     MAGVIT, or the whole vocabulary with classes and [MASK]
 * @param unmaskedWeight weight of the tokens that are not masked, from 0, the official {@code
 *     compute_loss_for_all = False}, to 1; TiTok has 0.1
 */
public record LossConfig(double labelSmoothing, boolean codebookOnly, double unmaskedWeight) {

  /**
   * Checks the settings.
   *
   * @param labelSmoothing from 0 to less than 1
   * @param codebookOnly either
   * @param unmaskedWeight from 0 to 1
   * @throws IllegalArgumentException if a setting is something else
   */
  public LossConfig {
    checkArgument(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "expected a labelSmoothing from 0 to less than 1, found %s",
        labelSmoothing);
    checkArgument(
        unmaskedWeight >= 0 && unmaskedWeight <= 1,
        "expected an unmaskedWeight from 0 to 1, found %s",
        unmaskedWeight);
  }
}
