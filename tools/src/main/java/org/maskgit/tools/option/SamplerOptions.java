package org.maskgit.tools.option;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.sampler.LogitRamp;
import org.maskgit.tools.cli.StandardOptions;

/** {@code --sampler}, and the options of each. */
final class SamplerOptions {
  /** The default of {@code --steps} of samplers that gain from many; see docs/samplers.md. */
  static final int MANY_STEPS = 32;

  static final Option SAMPLER =
      StandardOptions.valued(
          "sampler", "NAME", String.join(", ", Samplers.NAMES) + " (default: confidence)");
  static final Option STEPS = StandardOptions.valued("steps", "T", "number of steps");
  static final Option START_STEP =
      StandardOptions.valued("start-step", "K", "confidence, moment: first step to run, from 0");
  static final Option SCHEDULE =
      StandardOptions.valued(
          "schedule",
          "NAME",
          "confidence, moment, mdlm, remdm: cosine, linear, square, cubic, sqrt, log, exp or pow:X"
              + " (default: cosine; linear for mdlm, remdm)");
  static final Option CHOICE_TEMPERATURE =
      StandardOptions.valued(
          "choice-temperature", "X", "confidence, moment: chance in what is kept (default: 4.5)");
  static final Option TEMPERATURE =
      StandardOptions.valued(
          "sampling-temperature",
          "X",
          "all but halton, moment, strategy: chance in what is drawn (default: 1; 0.8 for mdlm,"
              + " remdm)");
  static final Option TEMPERATURE_SCHEDULE =
      StandardOptions.valued(
          "temperature-schedule",
          "NAME",
          "confidence, mdlm, remdm: constant or linear, which falls (default: constant)");
  static final Option TOP_K =
      StandardOptions.valued(
          "top-k",
          "K",
          "confidence, halton, entropy-bounded, autoregressive: draw from the K likeliest codes");
  static final Option TOP_P =
      StandardOptions.valued(
          "top-p", "P", "the same samplers: draw from the likeliest codes of probability P");
  static final Option LOGIT_RAMP =
      StandardOptions.valued(
          "logit-ramp",
          "A,B[,POWER[,N]]",
          "halton: multiply logits by A in the first step to B in the last, half in the first N");
  static final Option HALTON_ROLL =
      StandardOptions.valued(
          "halton-roll",
          "HOW",
          "halton: random, each picture begins elsewhere, or none (default: random)");
  static final Option MASK_SLOT =
      StandardOptions.valued(
          "mask-slot",
          "SLOT",
          "mdlm, remdm: own, or last-code as published, which can't draw it (default: own)");
  static final Option ETA =
      StandardOptions.valued(
          "eta", "X", "remdm-cap, remdm-rescale: how much is masked again (default: 0.05)");
  static final Option KNOWN_TOKENS =
      StandardOptions.valued(
          "known-tokens",
          "HOW",
          "remdm: keep the tokens of the input, or remask them as published (default: keep)");
  static final Option EXPLORATION =
      StandardOptions.valued(
          "exploration",
          "X",
          "moment: share of a step's tokens chosen by place alone, 0 to 1 (default: 0)");
  static final Option GAMMA =
      StandardOptions.valued(
          "gamma", "X", "entropy-bounded: budget of a step in nats (default: 1)");
  static final Option STRATEGY =
      StandardOptions.valued(
          "strategy", "FILE.json", "strategy: a number for each step (default: autonat-l-t8)");

  static final ImmutableSet<Option> OF_SAMPLERS =
      ImmutableSet.of(
          STEPS,
          START_STEP,
          SCHEDULE,
          CHOICE_TEMPERATURE,
          TEMPERATURE,
          TEMPERATURE_SCHEDULE,
          TOP_K,
          TOP_P,
          LOGIT_RAMP,
          HALTON_ROLL,
          MASK_SLOT,
          ETA,
          KNOWN_TOKENS,
          EXPLORATION,
          GAMMA,
          STRATEGY);

  /** Values that change nothing: they stand in a recipe only if they were asked for. */
  static final ImmutableMap<Option, String> OFF =
      ImmutableMap.of(
          TEMPERATURE, "1.0",
          TEMPERATURE_SCHEDULE, "constant",
          TOP_K, "0",
          TOP_P, "1.0",
          LOGIT_RAMP, LogitRamp.NONE.toString(),
          EXPLORATION, "0.0");

  private SamplerOptions() {}

  /**
   * What a command leaves out means.
   *
   * @param steps the default of {@code --steps}
   * @param startStep the default of {@code --start-step}
   */
  record Defaults(int steps, int startStep) {}

  static Options declare(Defaults defaults) {
    Options options = new Options().addOption(SAMPLER);
    for (Option option : OF_SAMPLERS) {
      String more = "";
      if (option.equals(STEPS)) {
        more = " (default: %d; %d for halton, mdlm, remdm)".formatted(defaults.steps(), MANY_STEPS);
      } else if (option.equals(START_STEP)) {
        more = " (default: %d)".formatted(defaults.startStep());
      }
      options.addOption(
          StandardOptions.valued(
              option.getLongOpt(), option.getArgName(), option.getDescription() + more));
    }
    return options;
  }
}
