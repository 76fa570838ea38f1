package org.maskgit.tools.option;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.GenerateRequest;
import org.maskgit.random.PrngLayout;
import org.maskgit.random.SeedPath;
import org.maskgit.sampler.Guidance;
import org.maskgit.sampler.NoiseMode;
import org.maskgit.sampler.Sampler;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.SamplerOptions.Defaults;
import org.maskgit.tools.recipe.Recipe;

/**
 * How tokens are drawn.
 *
 * @param seed {@code --seed}
 * @param layout {@code --rng}
 * @param noise {@code --noise}
 * @param name {@code --sampler}
 * @param sampler what the name and its options came to
 * @param guidance {@code --guidance}, its schedule and its interval
 * @param settings the sampler's and the guidance's options by name, as they would be typed
 */
public record SamplingOptions(
    SeedPath seed,
    PrngLayout layout,
    NoiseMode noise,
    String name,
    Sampler sampler,
    Guidance guidance,
    ImmutableMap<String, String> settings) {
  private static final Option SEED =
      StandardOptions.valued(
          "seed", "S", "42 is JAX's PRNGKey(42), 42/1 child 1 of its split (default: any)");
  private static final Option RNG =
      StandardOptions.valued(
          "rng",
          "LAYOUT",
          "legacy, as published, or partitionable, as JAX from 0.5 (default: legacy)");
  private static final Option NOISE =
      StandardOptions.valued(
          "noise",
          "MODE",
          "batch, as published, or per-image: a picture is the same in a batch of any size"
              + " (default: batch for confidence, else per-image)");

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
        .addOption(NOISE)
        .addOptions(SamplerOptions.declare(new Defaults(steps, startStep)))
        .addOptions(GuidanceOptions.declare());
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @param defaultSteps the default of {@code --steps}
   * @param defaultStartStep the default of {@code --start-step}
   * @return the options
   * @throws UsageException if a value is wrong, or an option belongs to another sampler
   */
  public static SamplingOptions of(Arguments arguments, int defaultSteps, int defaultStartStep) {
    String name =
        arguments
            .parsed(SamplerOptions.SAMPLER, Samplers::requireKnown)
            .orElse(Samplers.CONFIDENCE);
    Settings settings = new Settings(arguments, SamplerOptions.OFF);
    Sampler sampler = Samplers.of(name, settings, new Defaults(defaultSteps, defaultStartStep));
    Guidance guidance = GuidanceOptions.of(arguments, settings, sampler);
    return new SamplingOptions(
        arguments.parsed(SEED, SeedPath::parse).orElseGet(SamplingOptions::anySeed),
        arguments.parsed(RNG, PrngLayout::parse).orElse(PrngLayout.LEGACY),
        arguments
            .parsed(NOISE, NoiseMode::parse)
            .orElse(name.equals(Samplers.CONFIDENCE) ? NoiseMode.BATCH : NoiseMode.PER_IMAGE),
        name,
        sampler,
        guidance,
        settings.texts());
  }

  /**
   * Chooses a seed for runs that are to share one.
   *
   * @param arguments what was typed
   * @param others options that are given for each run
   * @return {@code --seed} and any seed; empty if it was typed or is among the others
   */
  public static ImmutableList<String> seedWords(Arguments arguments, List<Option> others) {
    return arguments.has(SEED) || others.contains(SEED)
        ? ImmutableList.of()
        : ImmutableList.of(Arguments.nameOf(SEED), anySeed().toString());
  }

  /**
   * Reads the options of a numbered series, where each picture has the noise of its number.
   *
   * @param arguments what was typed
   * @param defaultSteps the default of {@code --steps}
   * @param seed the seed if none is typed; empty for any
   * @return the options
   * @throws UsageException if a value is wrong, an option belongs to another sampler, or the noise
   *     of a batch is asked for
   */
  public static SamplingOptions ofSeries(
      Arguments arguments, int defaultSteps, Optional<SeedPath> seed) {
    SamplingOptions typed = of(arguments, defaultSteps, 0);
    if (arguments.has(NOISE) && typed.noise == NoiseMode.BATCH) {
      throw new UsageException(
          "--noise: expected per-image, found batch; each picture of a series has the noise of its"
              + " number.");
    }
    return new SamplingOptions(
        arguments.has(SEED) ? typed.seed : seed.orElse(typed.seed),
        typed.layout,
        NoiseMode.PER_IMAGE,
        typed.name,
        typed.sampler,
        typed.guidance,
        typed.settings);
  }

  private static SeedPath anySeed() {
    return SeedPath.of(new SecureRandom().nextInt(Integer.MAX_VALUE));
  }

  /**
   * Reads the settings of a recipe: they are those of the command line.
   *
   * @param recipe the settings as written down
   * @return the same settings
   * @throws UsageException if one is wrong
   */
  public static SamplingOptions of(Recipe.Sampling recipe) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    words.add("--seed", recipe.seed(), "--rng", recipe.rng(), "--noise", recipe.noise());
    words.add("--sampler", recipe.sampler());
    recipe.settings().forEach((option, value) -> words.add("--" + option, value));
    return of(Arguments.parse("replay", declare(1, 0), words.build()), 1, 0);
  }

  /**
   * Writes the settings down.
   *
   * @return what {@link #of(Recipe.Sampling)} reads
   */
  public Recipe.Sampling toRecipe() {
    return new Recipe.Sampling(
        seed.toString(), layout.toString(), noise.toString(), name, settings);
  }

  /**
   * Asks for samples with these settings.
   *
   * @param labels the class of each sample
   * @return the request, without input tokens
   */
  public GenerateRequest request(ImmutableIntArray labels) {
    return new GenerateRequest(
        labels, seed, layout, noise, sampler, guidance, ImmutableList.of(), 0);
  }

  /**
   * Returns the first step that runs.
   *
   * @return {@code --start-step}; 0 for samplers that have none
   */
  public int startStep() {
    return Integer.parseInt(settings.getOrDefault(SamplerOptions.START_STEP.getLongOpt(), "0"));
  }

  /**
   * Returns whether the number of steps was asked for, not found by the sampler.
   *
   * @return true if {@code --steps} is one of its options
   */
  public boolean hasSteps() {
    return settings.containsKey(SamplerOptions.STEPS.getLongOpt());
  }
}
