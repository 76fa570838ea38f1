package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The adversary and its part in the training.
 *
 * @param maxFilters its channels at the small resolutions; 512 officially
 * @param filtersAt32 its channels at 32×32 if {@code maxFilters} allows them, twice as many at half
 *     the size and half as many at twice; 512 officially
 * @param resampling how it halves the resolution
 * @param loss the game
 * @param weight weight of the generator's part of the game; 0 trains without an adversary
 * @param startStep steps after which the game begins
 * @param r1Cost weight of the gradient penalty; 0 leaves it out
 * @param r1Interval steps from one gradient penalty to the next, which then counts as often; it is
 *     most of the adversary's time
 * @param leCamWeight weight of the LeCam regularisation; 0 leaves it out
 * @param leCamDecay decay of its averages of the logits
 */
public record AdversaryConfig(
    int maxFilters,
    int filtersAt32,
    Resampling resampling,
    AdversarialLoss loss,
    double weight,
    long startStep,
    double r1Cost,
    int r1Interval,
    double leCamWeight,
    double leCamDecay) {

  /** The official adversary ({@code vqgan_config.py}), from the first step on. */
  public static final AdversaryConfig OFFICIAL =
      new AdversaryConfig(
          512, 512, Resampling.BLUR, AdversarialLoss.NON_SATURATING, 0.1, 0, 10, 1, 0, 0.999);

  /**
   * Checks the settings.
   *
   * @param maxFilters at least 1
   * @param filtersAt32 at least 1
   * @param resampling any
   * @param loss any
   * @param weight at least 0
   * @param startStep at least 0
   * @param r1Cost at least 0
   * @param r1Interval at least 1
   * @param leCamWeight at least 0
   * @param leCamDecay from 0 to less than 1
   * @throws IllegalArgumentException if a setting is something else
   */
  public AdversaryConfig {
    checkArgument(
        maxFilters > 0 && filtersAt32 > 0,
        "expected maxFilters and filtersAt32 above 0, found %s and %s",
        maxFilters,
        filtersAt32);
    checkArgument(weight >= 0, "expected a weight of at least 0, found %s", weight);
    checkArgument(startStep >= 0, "expected a startStep of at least 0, found %s", startStep);
    checkArgument(r1Cost >= 0, "expected an r1Cost of at least 0, found %s", r1Cost);
    checkArgument(r1Interval >= 1, "expected an r1Interval of at least 1, found %s", r1Interval);
    checkArgument(leCamWeight >= 0, "expected a leCamWeight of at least 0, found %s", leCamWeight);
    checkArgument(
        leCamDecay >= 0 && leCamDecay < 1,
        "expected a leCamDecay from 0 to less than 1, found %s",
        leCamDecay);
  }

  /**
   * Returns the adversary's sizes.
   *
   * @param imageSize height and width of the images
   * @return the sizes
   * @throws IllegalArgumentException if the size is no power of two from 4 to 512
   */
  public DiscriminatorConfig discriminator(int imageSize) {
    return DiscriminatorConfig.of(imageSize, maxFilters, filtersAt32).withResampling(resampling);
  }

  /**
   * What the steps do. Without an adversary, every step is of the first kind.
   *
   * @param step number of steps before this one
   * @return the phase of this step
   */
  Phase phase(long step) {
    if (weight == 0 || step < startStep) {
      return Phase.RECONSTRUCTION;
    }
    boolean penalised = r1Cost > 0 && (step - startStep) % r1Interval == 0;
    return penalised ? Phase.PENALISED : Phase.ADVERSARIAL;
  }

  /** Whether there are steps of this phase. */
  boolean has(Phase phase) {
    return switch (phase) {
      case RECONSTRUCTION -> weight == 0 || startStep > 0;
      case ADVERSARIAL -> weight > 0 && (r1Cost == 0 || r1Interval > 1);
      case PENALISED -> weight > 0 && r1Cost > 0;
    };
  }
}
