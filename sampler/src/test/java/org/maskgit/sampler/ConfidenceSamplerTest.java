package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.schedule.MaskSchedule;

/** What holds for every run, tried on the toy model. */
final class ConfidenceSamplerTest {
  private static final int POSITIONS = 17;
  private static final Noise NOISE = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(7));
  private static final ToyModel MODEL = new ToyModel();

  /** Three images: nothing known, some known, all known. */
  private static int[][] input() {
    int[][] tokens = new int[3][POSITIONS];
    for (int[] row : tokens) {
      Arrays.fill(row, Sampler.MASKED);
      row[0] = ToyModel.CODES;
    }
    for (int i = 1; i < POSITIONS; i++) {
      tokens[1][i] = i % 3 == 0 ? i % ToyModel.CODES : Sampler.MASKED;
      tokens[2][i] = (i * 5) % ToyModel.CODES;
    }
    return tokens;
  }

  private static List<SamplingStep> steps(ConfidenceSampler sampler, Noise noise) {
    List<SamplingStep> steps = new ArrayList<>();
    sampler.sample(input(), noise, MODEL, steps::add);
    return steps;
  }

  @Test
  void aKeptTokenNeverChanges() {
    List<SamplingStep> steps = steps(ConfidenceSampler.of(12), NOISE);
    for (int k = 1; k < steps.size(); k++) {
      SamplingStep before = steps.get(k - 1);
      for (int image = 0; image < 3; image++) {
        for (int i = 0; i < POSITIONS; i++) {
          if (!before.masked()[image][i]) {
            assertThat(steps.get(k).tokens()[image][i]).isEqualTo(before.tokens()[image][i]);
            assertThat(steps.get(k).confidence()[image][i]).isEqualTo(Float.POSITIVE_INFINITY);
          }
        }
      }
    }
  }

  @Test
  void knownTokensAndTheInputAreLeftAlone() {
    int[][] tokens = input();
    Sampling sampling = ConfidenceSampler.of(5).sample(tokens, NOISE, MODEL, StepListener.none());
    assertThat(tokens).isDeepEqualTo(input());
    for (int image = 0; image < 3; image++) {
      for (int[] step : sampling.trace()[image]) {
        for (int i = 0; i < POSITIONS; i++) {
          if (tokens[image][i] != Sampler.MASKED) {
            assertThat(step[i]).isEqualTo(tokens[image][i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 40})
  void noMaskIsLeftInTheResult(int steps) {
    Sampling sampling =
        ConfidenceSampler.of(steps).sample(input(), NOISE, MODEL, StepListener.none());
    assertThat(sampling.trace()).hasDimensions(3, steps);
    for (int image = 0; image < 3; image++) {
      int[] last = sampling.trace()[image][steps - 1];
      assertThat(last).doesNotContain(Sampler.MASKED);
      assertThat(sampling.tokens()[image]).isEqualTo(Arrays.copyOfRange(last, 1, POSITIONS));
      assertThat(Arrays.stream(sampling.tokens()[image])).allMatch(id -> id < ToyModel.CODES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "linear", "square", "cubic", "sqrt", "log", "exp", "pow:1.5"})
  void asManyTokensAreMaskedAsTheScheduleSays(String name) {
    MaskSchedule schedule = MaskSchedule.parse(name);
    int[][] input = input();
    int[] unknown = Arrays.stream(input).mapToInt(Tokens::unknown).toArray();
    for (SamplingStep step : steps(new ConfidenceSampler(6, 0, schedule, 4.5f), NOISE)) {
      for (int image = 0; image < 2; image++) {
        int expected =
            schedule.maskLength(step.step(), 6, Tokens.unknown(input[image]), unknown[image]);
        assertThat(MaskedTokens.count(step.masked()[image])).isEqualTo(expected);
        unknown[image] = expected;
      }
      assertThat(MaskedTokens.count(step.masked()[2])).isZero();
    }
  }

  @Test
  void equalConfidencesAtTheCutAreAllKept() {
    TokensToLogits certain =
        tokens -> {
          float[] logits = new float[tokens.length * POSITIONS * ToyModel.CODES];
          Arrays.fill(logits, Float.NEGATIVE_INFINITY);
          for (int i = 3; i < logits.length; i += ToyModel.CODES) {
            logits[i] = 0; // code 3 everywhere, with probability 1
          }
          return logits;
        };
    ConfidenceSampler sampler = new ConfidenceSampler(4, 0, MaskSchedule.COSINE, 0f);
    Sampling sampling =
        sampler.sample(
            input(),
            NOISE,
            certain,
            step -> assertThat(MaskedTokens.count(step.masked()[0])).isZero());
    assertThat(sampling.tokens()[0]).containsOnly(3);
  }

  @Test
  void theSameNoiseGivesTheSameTokensAndOtherNoiseOthers() {
    ConfidenceSampler sampler = ConfidenceSampler.of(6);
    int[][][] first = sampler.sample(input(), NOISE, MODEL, StepListener.none()).trace();
    int[][][] again = sampler.sample(input(), NOISE, MODEL, StepListener.none()).trace();
    Noise other = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(8));
    int[][][] others = sampler.sample(input(), other, MODEL, StepListener.none()).trace();
    assertThat(again).isDeepEqualTo(first);
    assertThat(Arrays.deepEquals(others, first)).isFalse();
  }

  @Test
  void theListenerSeesEveryStepThatRuns() {
    ConfidenceSampler sampler = new ConfidenceSampler(7, 3, MaskSchedule.LINEAR, 1f);
    List<SamplingStep> steps = new ArrayList<>();
    Sampling sampling = sampler.sample(input(), NOISE, MODEL, steps::add);
    assertThat(steps).extracting(SamplingStep::step).containsExactly(3, 4, 5, 6);
    assertThat(steps).extracting(SamplingStep::steps).containsOnly(7);
    for (SamplingStep step : steps) {
      for (int image = 0; image < 3; image++) {
        assertThat(step.tokens()[image]).isEqualTo(sampling.trace()[image][step.step()]);
      }
    }
    assertThat(sampling.trace()[0][2]).isEqualTo(input()[0]);
  }

  @Test
  void aListenerThatThrowsEndsTheRunAfterThatStep() {
    List<Integer> calls = new ArrayList<>();
    TokensToLogits model =
        tokens -> {
          calls.add(tokens.length);
          return MODEL.logits(tokens);
        };
    StepListener listener =
        step -> {
          if (step.step() == 2) {
            throw new CancellationException("enough");
          }
        };
    assertThatThrownBy(() -> ConfidenceSampler.of(8).sample(input(), NOISE, model, listener))
        .isInstanceOf(CancellationException.class)
        .hasMessage("enough");
    assertThat(calls).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void startingAfterTheLastStepReturnsTheInput(int startStep) {
    ConfidenceSampler sampler = new ConfidenceSampler(4, startStep, MaskSchedule.COSINE, 4.5f);
    TokensToLogits unused =
        tokens -> {
          throw new AssertionError("no step should run");
        };
    Sampling sampling = sampler.sample(input(), NOISE, unused, StepListener.none());
    for (int[] step : sampling.trace()[1]) {
      assertThat(step).isEqualTo(input()[1]);
    }
  }

  @Test
  void neitherModelNorListenerCanChangeTheRun() {
    ConfidenceSampler sampler = ConfidenceSampler.of(4);
    int[][][] expected = sampler.sample(input(), NOISE, MODEL, StepListener.none()).trace();
    TokensToLogits model =
        tokens -> {
          float[] logits = MODEL.logits(tokens);
          Arrays.stream(tokens).forEach(row -> Arrays.fill(row, 1));
          return logits;
        };
    StepListener listener =
        step -> Arrays.stream(step.tokens()).forEach(row -> Arrays.fill(row, 2));
    assertThat(sampler.sample(input(), NOISE, model, listener).trace()).isDeepEqualTo(expected);
  }

  @Test
  void wrongArgumentsAreRefused() {
    MaskSchedule cosine = MaskSchedule.COSINE;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfidenceSampler.of(0))
        .withMessage("expected at least 1 step, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfidenceSampler(8, -1, cosine, 4.5f))
        .withMessage("expected a start step of 0 or more, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfidenceSampler(8, 0, cosine, -1f))
        .withMessage("expected a choice temperature of 0 or more, found -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfidenceSampler(8, 0, cosine, Float.NaN));
  }

  @Test
  void wrongTokensAndLogitsAreRefused() {
    refuses(new int[][] {}, "expected at least 1 row of tokens, found 0");
    refuses(new int[][] {{6}}, "expected a class and at least 1 token in a row, found 1");
    refuses(new int[][] {{6, 0}, {6}}, "expected 2 tokens in every row as in the first, found 1");
    refuses(new int[][] {{6, -2}}, "expected token ids of -1 or more, found -2");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ConfidenceSampler.of(2)
                    .sample(input(), NOISE, tokens -> new float[100], StepListener.none()))
        .withMessage("expected logits for 3 rows of 17 tokens, found 100 numbers");
  }

  private static void refuses(int[][] tokens, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfidenceSampler.of(2).sample(tokens, NOISE, MODEL, StepListener.none()))
        .withMessage(message);
  }
}
