package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How training hides tokens and classes.
 *
 * @param ratio where the share of masked tokens comes from, a name of {@link MaskRatio}
 * @param minMaskingRate a smaller ratio is raised to this, from 0 to 1; the official config has 0.5
 *     and no code that uses it, the clipping is open-muse's
 * @param oneRatioPerBatch whether a batch shares one ratio, as in MAGVIT, or each image draws its
 *     own
 * @param classDropout chance of an image to be shown without its class, for classifier-free
 *     guidance; if it is not 0, the vocabulary has one more class row, the unconditional one
 */
public record MaskingConfig(
    String ratio, double minMaskingRate, boolean oneRatioPerBatch, double classDropout) {

  /**
   * Checks the settings.
   *
   * @param ratio a name of {@link MaskRatio}
   * @param minMaskingRate from 0 to 1
   * @param oneRatioPerBatch either
   * @param classDropout from 0 to less than 1
   * @throws IllegalArgumentException if a setting is something else
   */
  public MaskingConfig {
    MaskRatio.parse(ratio);
    checkArgument(
        minMaskingRate >= 0 && minMaskingRate <= 1,
        "expected a minMaskingRate from 0 to 1, found %s",
        minMaskingRate);
    checkArgument(
        classDropout >= 0 && classDropout < 1,
        "expected a classDropout from 0 to less than 1, found %s",
        classDropout);
  }
}
