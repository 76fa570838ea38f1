package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.schedule.MaskSchedule;

/** What holds for every sampler, tried on a model of six codes. */
final class SamplersTest {
  private static final int POSITIONS = 17;
  private static final int STEPS = 6;
  private static final PrngKey KEY = PrngKey.of(7);
  private static final Noise NOISE = new PerImageNoise(PrngLayout.LEGACY, KEY, 0);

  /** Six codes and a formula that doesn't know an image's place in the batch. */
  private static final TokensToLogits MODEL =
      tokens -> {
        float[] logits = new float[tokens.length * POSITIONS * ToyModel.CODES];
        for (int b = 0; b < tokens.length; b++) {
          float known = POSITIONS - Tokens.unknown(tokens[b]);
          for (int i = 0; i < POSITIONS * ToyModel.CODES; i++) {
            double wave = Math.sin(0.7 * i + 0.3 * tokens[b][0] + 0.1 * known);
            logits[b * POSITIONS * ToyModel.CODES + i] = (float) (2 * wave);
          }
        }
        return logits;
      };

  static Stream<Named<Sampler>> samplers() {
    MaskSchedule linear = MaskSchedule.LINEAR;
    Temperature cool = new Temperature(0.8f, true);
    Truncation truncation = new Truncation(4, 0.9f);
    ImmutableDoubleArray ratios = ImmutableDoubleArray.of(0.9, 0.8, 0.6, 0.4, 0.1);
    Strategy strategy =
        new Strategy(
            ratios, ratios, ImmutableDoubleArray.of(2, 1, 1, 1, 1, 0.5), ImmutableDoubleArray.of());
    return Stream.of(
            ConfidenceSampler.of(STEPS),
            new ConfidenceSampler(STEPS, 0, MaskSchedule.COSINE, 2f, cool, truncation),
            HaltonSampler.of(STEPS),
            new HaltonSampler(STEPS, new LogitRamp(1, 1.2f, 1, 1), truncation, false),
            new MdlmSampler(STEPS, linear, cool, MaskSlot.OWN),
            new MdlmSampler(STEPS, linear, Temperature.ONE, MaskSlot.LAST_CODE),
            remdm(Remasking.CAP, MaskSlot.OWN),
            remdm(Remasking.RESCALE, MaskSlot.OWN),
            remdm(Remasking.CONFIDENCE, MaskSlot.OWN),
            remdm(Remasking.CONFIDENCE, MaskSlot.LAST_CODE),
            new MomentSampler(STEPS, 0, MaskSchedule.COSINE, 4.5f, 0),
            new MomentSampler(STEPS, 0, MaskSchedule.COSINE, 0, 0.5f),
            new EntropyBoundedSampler(0.5f, Temperature.of(0.5f), truncation),
            new EntropyBoundedSampler(Float.POSITIVE_INFINITY, Temperature.ONE, Truncation.NONE),
            new AutoregressiveSampler(Temperature.of(0.8f), truncation),
            new StrategySampler(strategy))
        .map(sampler -> Named.of(sampler.toString(), sampler));
  }

  private static RemdmSampler remdm(Remasking remasking, MaskSlot slot) {
    return new RemdmSampler(
        remasking, STEPS, MaskSchedule.COSINE, Temperature.of(0.8f), slot, 0.5f, false);
  }

  /** Three images: nothing known, some known, all known. */
  private static int[][] input() {
    int[][] tokens = new int[3][POSITIONS];
    for (int b = 0; b < 3; b++) {
      Arrays.fill(tokens[b], Sampler.MASKED);
      tokens[b][0] = ToyModel.CODES + b;
    }
    for (int i = 1; i < POSITIONS; i++) {
      tokens[1][i] = i % 3 == 0 ? i % ToyModel.CODES : Sampler.MASKED;
      tokens[2][i] = (i * 5) % ToyModel.CODES;
    }
    return tokens;
  }

  private static List<SamplingStep> steps(Sampler sampler) {
    List<SamplingStep> steps = new ArrayList<>();
    sampler.sample(input(), NOISE, MODEL, steps::add);
    return steps;
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aKeptTokenNeverChangesUnlessTheSamplerSaysSo(Sampler sampler) {
    List<SamplingStep> steps = steps(sampler);
    int[][] input = input();
    int changed = 0;
    for (int k = 0; k < steps.size(); k++) {
      for (int image = 0; image < 3; image++) {
        for (int i = 0; i < POSITIONS; i++) {
          int now = steps.get(k).tokens()[image][i];
          if (input[image][i] != Sampler.MASKED) {
            assertThat(now).isEqualTo(input[image][i]);
          }
          if (k > 0 && !steps.get(k - 1).masked()[image][i]) {
            changed += now == steps.get(k - 1).tokens()[image][i] ? 0 : 1;
          }
        }
      }
    }
    assertThat(changed > 0).isEqualTo(sampler.remasks());
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void noMaskIsLeftInTheResult(Sampler sampler) {
    int[][] input = input();
    Sampling sampling = sampler.sample(input, NOISE, MODEL, StepListener.none());
    assertThat(input).isDeepEqualTo(input());
    for (int image = 0; image < 3; image++) {
      assertThat(sampling.tokens()[image]).hasSize(POSITIONS - 1);
      assertThat(Arrays.stream(sampling.tokens()[image]))
          .allMatch(id -> id >= 0 && id < ToyModel.CODES);
      assertThat(Arrays.stream(sampling.trace()[image]).map(row -> row[0]))
          .containsOnly(ToyModel.CODES + image);
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void anImageHasTheSameTokensInABatchOfAnySize(Sampler sampler) {
    int[][] together = sampler.sample(input(), NOISE, MODEL, StepListener.none()).tokens();
    for (int image = 0; image < 3; image++) {
      int[][] alone = {input()[image]};
      Noise noise = new PerImageNoise(PrngLayout.LEGACY, KEY, image);
      assertThat(sampler.sample(alone, noise, MODEL, StepListener.none()).tokens()[0])
          .isEqualTo(together[image]);
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void theSameNoiseGivesTheSameTokensAndOtherNoiseOthers(Sampler sampler) {
    int[][] first = sampler.sample(input(), NOISE, MODEL, StepListener.none()).tokens();
    assertThat(sampler.sample(input(), NOISE, MODEL, StepListener.none()).tokens())
        .isDeepEqualTo(first);
    Noise other = new PerImageNoise(PrngLayout.LEGACY, PrngKey.of(8), 0);
    int[][] others = sampler.sample(input(), other, MODEL, StepListener.none()).tokens();
    assertThat(Arrays.deepEquals(others, first)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void theStepsUsedAreThoseUntilAnImageWasComplete(Sampler sampler) {
    List<SamplingStep> steps = new ArrayList<>();
    Sampling sampling = sampler.sample(input(), NOISE, MODEL, steps::add);
    assertThat(sampling.stepsUsed().get(2)).isZero();
    for (int image = 0; image < 2; image++) {
      int used = sampling.stepsUsed().get(image);
      assertThat(used).isBetween(1, steps.size());
      assertThat(steps.get(used - 1).tokens()[image]).isEqualTo(last(sampling, image));
    }
    if (!(sampler instanceof MdlmSampler) && !sampler.remasks()) { // those draw a random number
      assertThat(sampling.stepsUsed().get(0)).isEqualTo(steps.size());
    }
    assertThat(sampling.trace()[0].length).isEqualTo(steps.size());
  }

  private static int[] last(Sampling sampling, int image) {
    int[][] trace = sampling.trace()[image];
    return trace[trace.length - 1];
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void tiesAreBrokenTheSameWayEveryTime(Sampler sampler) {
    TokensToLogits equal = tokens -> new float[tokens.length * POSITIONS * ToyModel.CODES];
    Noise silent = batch -> size -> (image, from, out) -> Arrays.fill(out, 1 << 31);
    int[][] first = sampler.sample(input(), silent, equal, StepListener.none()).tokens();
    assertThat(sampler.sample(input(), silent, equal, StepListener.none()).tokens())
        .isDeepEqualTo(first);
    assertThat(Arrays.stream(first[0])).as("the first code wins").containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void everyMaskIsAnUnknownTokenOfTheNextStep(Sampler sampler) {
    List<int[][]> seen = new ArrayList<>();
    TokensToLogits model =
        tokens -> {
          seen.add(tokens);
          return MODEL.logits(tokens);
        };
    List<SamplingStep> steps = new ArrayList<>();
    sampler.sample(input(), NOISE, model, steps::add);
    for (int k = 1; k < steps.size(); k++) {
      for (int image = 0; image < 3; image++) {
        boolean[] masked = steps.get(k - 1).masked()[image];
        int[] tokens = seen.get(k)[image];
        assertThat(IntStream.range(0, POSITIONS).filter(i -> masked[i]).toArray())
            .isEqualTo(
                IntStream.range(0, POSITIONS).filter(i -> tokens[i] == Sampler.MASKED).toArray());
      }
    }
  }
}
