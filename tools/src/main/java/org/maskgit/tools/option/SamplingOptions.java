package org.maskgit.tools.option;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.security.SecureRandom;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.GenerateRequest;
import org.maskgit.random.PrngLayout;
import org.maskgit.random.SeedPath;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.schedule.MaskSchedule;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.recipe.Recipe;

/**
 * How tokens are drawn.
 *
 * @param seed {@code --seed}
 * @param layout {@code --rng}
 * @param sampler {@code --steps}, {@code --start-step}, {@code --schedule} and {@code
 *     --choice-temperature}
 */
public record SamplingOptions(SeedPath seed, PrngLayout layout, ConfidenceSampler sampler) {
  private static final Option SEED =
      StandardOptions.valued(
          "seed", "S", "42 is JAX's PRNGKey(42), 42/1 child 1 of its split (default: any)");
  private static final Option RNG =
      StandardOptions.valued(
          "rng",
          "LAYOUT",
          "legacy, as published, or partitionable, as JAX from 0.5 (default: legacy)");
  private static final Option SCHEDULE =
      StandardOptions.valued(
          "schedule",
          "NAME",
          "cosine, linear, square, cubic, sqrt, log, exp or pow:X (default: cosine)");
  private static final Option CHOICE_TEMPERATURE =
      StandardOptions.valued("choice-temperature", "X", "chance in what is kept (default: 4.5)");
  private static final Option STEPS = StandardOptions.valued("steps", "T", "number of steps");
  private static final Option START_STEP =
      StandardOptions.valued("start-step", "K", "first step to run, from 0");

  /**
   * Declares the options.
   *
   * @param steps the default of {@code --steps}
   * @param startStep the default of {@code --start-step}
   * @return the options
   */
  public static Options declare(int steps, int startStep) {
    return new Options()
        .addOption(SEED)
        .addOption(RNG)
        .addOption(withDefault(STEPS, steps))
        .addOption(withDefault(START_STEP, startStep))
        .addOption(SCHEDULE)
        .addOption(CHOICE_TEMPERATURE);
  }

  private static Option withDefault(Option option, int value) {
    return StandardOptions.valued(
        option.getLongOpt(),
        option.getArgName(),
        "%s (default: %d)".formatted(option.getDescription(), value));
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @param defaultSteps the default of {@code --steps}
   * @param defaultStartStep the default of {@code --start-step}
   * @return the options
   * @throws UsageException if a value is wrong
   */
  public static SamplingOptions of(Arguments arguments, int defaultSteps, int defaultStartStep) {
    int steps = arguments.integer(STEPS, 1).orElse(defaultSteps);
    int startStep = arguments.integer(START_STEP, 0).orElse(defaultStartStep);
    if (startStep >= steps) {
      throw new UsageException(
          "--start-step: expected a step from 0 to %d of %d steps, found %d."
              .formatted(steps - 1, steps, startStep));
    }
    return new SamplingOptions(
        arguments.parsed(SEED, SeedPath::parse).orElseGet(SamplingOptions::anySeed),
        arguments.parsed(RNG, PrngLayout::parse).orElse(PrngLayout.LEGACY),
        new ConfidenceSampler(
            steps,
            startStep,
            arguments.parsed(SCHEDULE, MaskSchedule::parse).orElse(MaskSchedule.COSINE),
            arguments
                .nonNegative(CHOICE_TEMPERATURE)
                .orElse(ConfidenceSampler.CHOICE_TEMPERATURE)));
  }

  private static SeedPath anySeed() {
    return SeedPath.of(new SecureRandom().nextInt(Integer.MAX_VALUE));
  }

  /**
   * Reads the settings of a recipe.
   *
   * @param recipe the settings as written down
   * @return the same settings
   * @throws IllegalArgumentException if one is wrong
   */
  public static SamplingOptions of(Recipe.Sampling recipe) {
    return new SamplingOptions(
        SeedPath.parse(recipe.seed()),
        PrngLayout.parse(recipe.rng()),
        new ConfidenceSampler(
            recipe.steps(),
            recipe.startStep(),
            MaskSchedule.parse(recipe.schedule()),
            recipe.choiceTemperature()));
  }

  /**
   * Writes the settings down.
   *
   * @return what {@link #of(Recipe.Sampling)} reads
   */
  public Recipe.Sampling toRecipe() {
    return new Recipe.Sampling(
        seed.toString(),
        layout.toString(),
        sampler.steps(),
        sampler.startStep(),
        sampler.schedule().name(),
        sampler.choiceTemperature());
  }

  /**
   * Asks for samples with these settings.
   *
   * @param labels the class of each sample
   * @return the request, without input tokens
   */
  public GenerateRequest request(ImmutableIntArray labels) {
    return new GenerateRequest(labels, seed, layout, sampler, ImmutableList.of());
  }

  /**
   * Returns how many steps will run.
   *
   * @return steps from the start step on
   */
  public int stepsToRun() {
    return sampler.steps() - sampler.startStep();
  }
}
