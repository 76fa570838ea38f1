package org.maskgit.tools.option;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Range;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.sampler.AutoregressiveSampler;
import org.maskgit.sampler.EntropyBoundedSampler;
import org.maskgit.sampler.Guidance;
import org.maskgit.sampler.Sampler;
import org.maskgit.sampler.StrategySampler;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;

/** Guidance towards the class: {@code --guidance}, its schedule and its interval. */
final class GuidanceOptions {
  private static final String CONSTANT = "constant";
  private static final String POWER_COSINE = "power-cosine:";

  private static final Option GUIDANCE =
      StandardOptions.valued(
          "guidance",
          "W",
          "(1 + W) conditional - W unconditional logits; needs weights trained with class dropout"
              + " (default: 0, or the strategy's)");
  private static final Option SCHEDULE =
      StandardOptions.valued(
          "guidance-schedule",
          "NAME",
          "constant, linear, cosine or power-cosine:P, the last three rising to W (default:"
              + " constant)");
  private static final Option INTERVAL =
      StandardOptions.valued(
          "guidance-interval", "FROM,TO", "guide only this part of the steps (default: 0,1)");

  private GuidanceOptions() {}

  static Options declare() {
    return new Options().addOption(GUIDANCE).addOption(SCHEDULE).addOption(INTERVAL);
  }

  /** Reads the options that are given. */
  static Guidance of(Arguments arguments, Settings settings, Sampler sampler) {
    if (!arguments.has(GUIDANCE)) {
      for (Option option : ImmutableSet.of(SCHEDULE, INTERVAL)) {
        if (arguments.has(option)) {
          throw new UsageException(
              "%s needs --guidance W as well.".formatted(Arguments.nameOf(option)));
        }
      }
      return ofStrategy(sampler);
    }
    float scale =
        settings.number(GUIDANCE, Range.closed(0f, Float.MAX_VALUE), "a number of at least 0", 0f);
    String schedule = CONSTANT;
    if (arguments.has(SCHEDULE)) {
      schedule = settings.parsed(SCHEDULE, GuidanceOptions::known, CONSTANT, text -> text);
    }
    Guidance guidance = scale == 0 ? Guidance.NONE : guidance(schedule, scale);
    boolean part = arguments.has(INTERVAL);
    if (part) {
      Interval interval =
          settings.parsed(INTERVAL, Interval::parse, new Interval(0, 1), Interval::toString);
      guidance = scale == 0 ? guidance : guidance.within(interval.from(), interval.to());
    }
    if ((part || !schedule.equals(CONSTANT))
        && (sampler instanceof EntropyBoundedSampler || sampler instanceof AutoregressiveSampler)) {
      throw new UsageException(
          "%s doesn't go with a sampler whose number of steps isn't known beforehand; guide all"
                  .formatted(Arguments.nameOf(part ? INTERVAL : SCHEDULE))
              + " steps alike.");
    }
    return guidance;
  }

  private static Guidance ofStrategy(Sampler sampler) {
    ImmutableDoubleArray scales =
        sampler instanceof StrategySampler strategy
            ? strategy.strategy().guidance()
            : ImmutableDoubleArray.of();
    return scales.isEmpty() ? Guidance.NONE : Guidance.perStep(scales);
  }

  private static String known(String schedule) {
    guidance(schedule, 1f);
    return schedule;
  }

  private static Guidance guidance(String schedule, float scale) {
    if (schedule.startsWith(POWER_COSINE)) {
      return Guidance.powerCosine(scale, power(schedule));
    }
    return switch (schedule) {
      case CONSTANT -> Guidance.constant(scale);
      case "linear" -> Guidance.linear(scale);
      case "cosine" -> Guidance.powerCosine(scale, 1f);
      default ->
          throw new IllegalArgumentException(
              "expected constant, linear, cosine or power-cosine:P, found " + schedule);
    };
  }

  private static float power(String schedule) {
    try {
      return Float.parseFloat(schedule.substring(POWER_COSINE.length()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a power such as power-cosine:2.5, found " + schedule, e);
    }
  }

  /** A part of the steps. */
  private record Interval(float from, float to) {
    static Interval parse(String text) {
      List<String> parts = Splitter.on(',').splitToList(text);
      Optional<Interval> interval = Optional.empty();
      try {
        if (parts.size() == 2) {
          interval =
              Optional.of(
                  new Interval(Float.parseFloat(parts.get(0)), Float.parseFloat(parts.get(1))));
        }
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("expected FROM,TO such as 0.2,0.8, found " + text, e);
      }
      checkArgument(
          interval.filter(i -> i.from >= 0 && i.from < i.to && i.to <= 1).isPresent(),
          "expected 0 <= FROM < TO <= 1 such as 0.2,0.8, found %s",
          text);
      return interval.orElseThrow();
    }

    @Override
    public String toString() {
      return from + "," + to;
    }
  }
}
