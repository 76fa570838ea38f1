package org.maskgit.tools.option;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Range;
import java.util.function.BiFunction;
import org.apache.commons.cli.Option;
import org.maskgit.sampler.AutoregressiveSampler;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.sampler.EntropyBoundedSampler;
import org.maskgit.sampler.HaltonSampler;
import org.maskgit.sampler.LogitRamp;
import org.maskgit.sampler.MaskSlot;
import org.maskgit.sampler.MdlmSampler;
import org.maskgit.sampler.MomentSampler;
import org.maskgit.sampler.Remasking;
import org.maskgit.sampler.RemdmSampler;
import org.maskgit.sampler.Sampler;
import org.maskgit.sampler.Strategy;
import org.maskgit.sampler.StrategySampler;
import org.maskgit.sampler.Temperature;
import org.maskgit.sampler.Truncation;
import org.maskgit.schedule.MaskSchedule;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.SamplerOptions.Defaults;

/** Makes the sampler of a name from its options. */
final class Samplers {
  /** The official one. */
  static final String CONFIDENCE = "confidence";

  /** The temperature that ReMDM's published numbers on MaskGIT's weights are best with. */
  private static final float COOL = 0.8f;

  private static final ImmutableMap<String, BiFunction<Settings, Defaults, Sampler>> SAMPLERS =
      ImmutableMap.<String, BiFunction<Settings, Defaults, Sampler>>builder()
          .put(CONFIDENCE, Samplers::confidence)
          .put("halton", (settings, defaults) -> halton(settings))
          .put("mdlm", (settings, defaults) -> mdlm(settings))
          .put("remdm-cap", (settings, defaults) -> remdm(settings, Remasking.CAP))
          .put("remdm-rescale", (settings, defaults) -> remdm(settings, Remasking.RESCALE))
          .put("remdm-conf", (settings, defaults) -> remdm(settings, Remasking.CONFIDENCE))
          .put("moment", Samplers::moment)
          .put("entropy-bounded", (settings, defaults) -> entropyBounded(settings))
          .put("autoregressive", (settings, defaults) -> autoregressive(settings))
          .put("strategy", (settings, defaults) -> strategy(settings))
          .buildOrThrow();

  /** What {@code --sampler} takes. */
  static final ImmutableSet<String> NAMES = SAMPLERS.keySet();

  private Samplers() {}

  static String requireKnown(String name) {
    checkArgument(
        SAMPLERS.containsKey(name), "expected %s, found %s", String.join(", ", NAMES), name);
    return name;
  }

  /** Makes the sampler of a name; an option of another one is refused. */
  static Sampler of(String name, Settings settings, Defaults defaults) {
    BiFunction<Settings, Defaults, Sampler> recipe = SAMPLERS.get(name);
    checkArgument(recipe != null, "no sampler %s", name);
    Sampler sampler = recipe.apply(settings, defaults);
    settings.requireRead(SamplerOptions.OF_SAMPLERS, name);
    return sampler;
  }

  private static Sampler confidence(Settings settings, Defaults defaults) {
    int steps = settings.integer(SamplerOptions.STEPS, 1, defaults.steps());
    return new ConfidenceSampler(
        steps,
        startStep(settings, steps, defaults),
        settings.parsed(
            SamplerOptions.SCHEDULE, MaskSchedule::parse, MaskSchedule.COSINE, MaskSchedule::name),
        choiceTemperature(settings),
        temperature(settings, 1f),
        truncation(settings));
  }

  private static Sampler halton(Settings settings) {
    return new HaltonSampler(
        manySteps(settings),
        settings.parsed(
            SamplerOptions.LOGIT_RAMP, LogitRamp::parse, LogitRamp.NONE, LogitRamp::toString),
        truncation(settings),
        settings.isFirst(SamplerOptions.HALTON_ROLL, "random", "none"));
  }

  private static Sampler mdlm(Settings settings) {
    return new MdlmSampler(
        manySteps(settings), unmasking(settings), temperature(settings, COOL), slot(settings));
  }

  private static Sampler remdm(Settings settings, Remasking remasking) {
    return new RemdmSampler(
        remasking,
        manySteps(settings),
        unmasking(settings),
        temperature(settings, COOL),
        slot(settings),
        remasking == Remasking.CONFIDENCE ? 0f : share(settings, SamplerOptions.ETA, 0.05f),
        !settings.isFirst(SamplerOptions.KNOWN_TOKENS, "keep", "remask"));
  }

  private static Sampler moment(Settings settings, Defaults defaults) {
    int steps = settings.integer(SamplerOptions.STEPS, 1, defaults.steps());
    return new MomentSampler(
        steps,
        startStep(settings, steps, defaults),
        settings.parsed(
            SamplerOptions.SCHEDULE, MaskSchedule::parse, MaskSchedule.COSINE, MaskSchedule::name),
        choiceTemperature(settings),
        share(settings, SamplerOptions.EXPLORATION, 0f));
  }

  private static Sampler entropyBounded(Settings settings) {
    return new EntropyBoundedSampler(
        settings.number(SamplerOptions.GAMMA, Range.atLeast(0f), "a number of at least 0", 1f),
        Temperature.of(temperatureValue(settings, 1f)),
        truncation(settings));
  }

  private static Sampler autoregressive(Settings settings) {
    return new AutoregressiveSampler(
        Temperature.of(temperatureValue(settings, 1f)), truncation(settings));
  }

  private static Sampler strategy(Settings settings) {
    return new StrategySampler(
        settings.parsed(
            SamplerOptions.STRATEGY,
            Samplers::readStrategy,
            Strategy.autonatL8(),
            Strategy::toJson));
  }

  /** A file, the name of the strategy that comes with maskgit, or the JSON itself in a recipe. */
  private static Strategy readStrategy(String text) {
    if (text.startsWith("{")) {
      return Strategy.parse(text, "--strategy");
    }
    return text.equals(Strategy.AUTONAT_L_T8)
        ? Strategy.autonatL8()
        : Strategy.parse(TextFiles.read(text, "a strategy"), text);
  }

  private static int startStep(Settings settings, int steps, Defaults defaults) {
    int startStep = settings.integer(SamplerOptions.START_STEP, 0, defaults.startStep());
    if (startStep >= steps) {
      throw new UsageException(
          "--start-step: expected a step from 0 to %d of %d steps, found %d."
              .formatted(steps - 1, steps, startStep));
    }
    return startStep;
  }

  private static int manySteps(Settings settings) {
    return settings.integer(SamplerOptions.STEPS, 1, SamplerOptions.MANY_STEPS);
  }

  /** A schedule under which nothing stays masked. */
  private static MaskSchedule unmasking(Settings settings) {
    return settings.parsed(
        SamplerOptions.SCHEDULE, Samplers::parseUnmasking, MaskSchedule.LINEAR, MaskSchedule::name);
  }

  private static MaskSchedule parseUnmasking(String name) {
    MaskSchedule schedule = MaskSchedule.parse(name);
    checkArgument(
        MdlmSampler.unmasks(schedule),
        "expected a schedule under which nothing stays masked, such as linear or cosine, found %s",
        name);
    return schedule;
  }

  private static float choiceTemperature(Settings settings) {
    return settings.number(
        SamplerOptions.CHOICE_TEMPERATURE,
        Range.closed(0f, Float.MAX_VALUE),
        "a number of at least 0",
        ConfidenceSampler.CHOICE_TEMPERATURE);
  }

  private static Temperature temperature(Settings settings, float otherwise) {
    return new Temperature(
        temperatureValue(settings, otherwise),
        !settings.isFirst(SamplerOptions.TEMPERATURE_SCHEDULE, "constant", "linear"));
  }

  private static float temperatureValue(Settings settings, float otherwise) {
    return settings.number(
        SamplerOptions.TEMPERATURE,
        Range.openClosed(0f, Float.MAX_VALUE),
        "a number above 0",
        otherwise);
  }

  private static Truncation truncation(Settings settings) {
    return new Truncation(
        settings.integer(SamplerOptions.TOP_K, 0, 0),
        settings.number(
            SamplerOptions.TOP_P, Range.openClosed(0f, 1f), "a number above 0 and up to 1", 1f));
  }

  private static MaskSlot slot(Settings settings) {
    return settings.parsed(
        SamplerOptions.MASK_SLOT, MaskSlot::parse, MaskSlot.OWN, MaskSlot::toString);
  }

  private static float share(Settings settings, Option option, float otherwise) {
    return settings.number(option, Range.closed(0f, 1f), "a number from 0 to 1", otherwise);
  }
}
