package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;

/** Samplers whose number of steps hangs on the input or the model. */
final class AdaptiveSamplersTest {
  private static final Noise NOISE = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(3));
  private static final int[][] FOUR = {{6, -1, -1, -1, -1}};

  /** Position i has two codes as likely as 2 : 1 at i · x nats of entropy, by its margin. */
  private static final TokensToLogits MODEL =
      tokens -> {
        float[] logits = new float[5 * 2];
        for (int i = 1; i < 5; i++) {
          logits[2 * i] = 4 - i;
        }
        return logits;
      };

  private static List<Integer> drawn(Sampler sampler) {
    List<Integer> counts = new ArrayList<>();
    sampler.sample(
        FOUR, NOISE, MODEL, step -> counts.add(4 - MaskedTokens.count(step.masked()[0])));
    return counts;
  }

  private static EntropyBoundedSampler bounded(double gamma) {
    return new EntropyBoundedSampler((float) gamma, Temperature.ONE, Truncation.NONE);
  }

  @Test
  void theEntropyIsInNats() {
    assertThat(Softmax.entropy(new float[4])).isCloseTo((float) Math.log(4), Offset.offset(1e-6f));
    assertThat(Softmax.entropy(new float[] {0, Float.NEGATIVE_INFINITY})).isZero();
  }

  @Test
  void aStepDrawsTheSurestTokensWhoseEntropyFitsTheBudget() {
    double first = Softmax.entropy(new float[] {3, 0});
    double second = Softmax.entropy(new float[] {2, 0});
    double third = Softmax.entropy(new float[] {1, 0});
    assertThat(drawn(bounded(0))).containsExactly(1, 2, 3, 4);
    assertThat(drawn(bounded(first - 1e-3))).containsExactly(1, 2, 3, 4);
    assertThat(drawn(bounded(first + 1e-3))).containsExactly(2, 3, 4);
    assertThat(drawn(bounded(first + second + 1e-3))).containsExactly(3, 4);
    assertThat(drawn(bounded(first + second + third + 1e-3))).containsExactly(4);
    bounded(0)
        .sample(
            FOUR,
            NOISE,
            MODEL,
            step ->
                assertThat(step.masked()[0][step.step() + 1])
                    .as("position %s is the surest", step.step() + 1)
                    .isFalse());
  }

  @Test
  void eachImageReportsItsOwnSteps() {
    int[][] tokens = {{6, -1, -1, -1, -1}, {6, 0, -1, -1, 0}, {6, 1, 1, 1, 1}};
    TokensToLogits model = batch -> new float[3 * 5 * 2];
    Sampling sampling = bounded(0.1).sample(tokens, NOISE, model, StepListener.none());
    assertThat(sampling.stepsUsed().toArray()).containsExactly(4, 2, 0);
    Sampling raster =
        new AutoregressiveSampler(Temperature.ONE, Truncation.NONE)
            .sample(tokens, NOISE, model, StepListener.none());
    assertThat(raster.stepsUsed().toArray()).containsExactly(4, 2, 0);
  }

  @Test
  void withNothingToDrawTheResultIsTheInput() {
    int[][] known = {{6, 1, 1, 1, 1}};
    TokensToLogits unused =
        tokens -> {
          throw new AssertionError("no step should run");
        };
    for (Sampler sampler :
        List.of(
            bounded(1),
            new AutoregressiveSampler(Temperature.ONE, Truncation.NONE),
            HaltonSampler.of(4))) {
      Sampling sampling = sampler.sample(known, NOISE, unused, StepListener.none());
      assertThat(sampling.tokens()[0]).containsExactly(1, 1, 1, 1);
      assertThat(sampling.trace()[0]).hasDimensions(1, 5);
    }
  }

  @Test
  void autoregressionGoesRowByRow() {
    new AutoregressiveSampler(Temperature.ONE, Truncation.NONE)
        .sample(
            FOUR,
            NOISE,
            MODEL,
            step -> {
              for (int i = 1; i < 5; i++) {
                assertThat(step.masked()[0][i]).isEqualTo(i > step.step() + 1);
              }
            });
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bounded(-1))
        .withMessage("expected a gamma of 0 or more, found -1.0");
    assertThatIllegalArgumentException().isThrownBy(() -> bounded(Double.NaN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EntropyBoundedSampler(1, new Temperature(1, true), Truncation.NONE))
        .withMessage("expected a constant temperature, found one that falls");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoregressiveSampler(new Temperature(1, true), Truncation.NONE))
        .withMessage("expected a constant temperature, found one that falls");
  }
}
