package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.schedule.MaskSchedule;

final class MomentSamplerTest {
  private static final Noise NOISE = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(3));

  private static int[][] masked(int positions) {
    int[][] tokens = new int[1][positions];
    Arrays.fill(tokens[0], Sampler.MASKED);
    tokens[0][0] = ToyModel.CODES;
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(floats = {0.25f, 1f, 4.5f, 100f})
  void theScoreIsTheLogarithmOfTheMoment(float alpha) {
    float[] row = {0.3f, -1f, 2f, 0.5f};
    double sum = 0;
    for (float logit : row) {
      sum += Math.exp(logit);
    }
    double moment = 0;
    for (float logit : row) {
      moment += Math.pow(Math.exp(logit) / sum, 1 + 1 / alpha);
    }
    Logits logits = new Logits(row, 0, 1, 4);
    float[] scores = new Moment(alpha).scores(new int[] {Sampler.MASKED}, logits);
    assertThat(scores[0]).isCloseTo((float) (alpha * Math.log(moment)), Offset.offset(2e-5f));
  }

  @Test
  void atZeroTheScoreIsTheLargestProbabilityAndOnlyItsCodeIsDrawn() {
    float[] row = {0.3f, -1f, 2f, 0.5f};
    Moment moment = new Moment(0f);
    float[] scores = moment.scores(new int[] {Sampler.MASKED}, new Logits(row, 0, 1, 4));
    assertThat(scores[0]).isEqualTo(Softmax.logSoftmax(row, 2));
    assertThat(Softmax.probabilities(moment.sharpened(row))).containsExactly(0f, 0f, 1f, 0f);
  }

  /** Pairs that confidence sampling keeps are drawn by p^β: with one of many kept, as here. */
  @Test
  void itKeepsTheTokensThatConfidenceSamplingKeeps() {
    int positions = 257;
    int runs = 4000;
    TokensToLogits model =
        tokens -> {
          float[] logits = new float[tokens.length * positions * 3];
          for (int i = 0; i < logits.length; i++) {
            logits[i] = new float[] {1.5f, 0.5f, 0f}[i % 3];
          }
          return logits;
        };
    double[][] share = new double[2][3];
    Sampler[] samplers = {
      new ConfidenceSampler(200, 0, MaskSchedule.LINEAR, 1f),
      new MomentSampler(200, 0, MaskSchedule.LINEAR, 1f, 0)
    };
    for (int s = 0; s < 2; s++) {
      for (int run = 0; run < runs / 40; run++) {
        int[][] input = new int[40][];
        Arrays.fill(input, masked(positions)[0]);
        Noise noise = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(run));
        int sampler = s;
        try {
          samplers[s].sample(
              input,
              noise,
              model,
              step -> {
                for (int b = 0; b < 40; b++) {
                  for (int i = 1; i < positions; i++) {
                    if (!step.masked()[b][i]) {
                      share[sampler][step.tokens()[b][i]] += 1.0;
                    }
                  }
                }
                throw new IllegalStateException("one step is enough");
              });
        } catch (IllegalStateException enough) {
          assertThat(enough).hasMessage("one step is enough");
        }
      }
      double total = Arrays.stream(share[s]).sum();
      for (int c = 0; c < 3; c++) {
        share[s][c] /= total;
      }
    }
    for (int c = 0; c < 3; c++) {
      assertThat(share[1][c]).isCloseTo(share[0][c], Offset.offset(0.03));
    }
    assertThat(share[1][0]).as("sharper than p = 0.63").isGreaterThan(0.7);
  }

  @Test
  void asManyTokensAreDrawnAsTheScheduleSays() {
    MomentSampler sampler = new MomentSampler(8, 0, MaskSchedule.COSINE, 4.5f, 0.5f);
    sampler.sample(
        masked(17),
        NOISE,
        new ToyModel(),
        step -> {
          int left = step.step() == 7 ? 0 : MaskSchedule.COSINE.maskLength(step.step(), 8, 16, 16);
          assertThat(MaskedTokens.count(step.masked()[0])).isEqualTo(left);
        });
  }

  @Test
  void fullExplorationDrawsInHaltonOrder() {
    MomentSampler sampler = new MomentSampler(16, 0, MaskSchedule.LINEAR, 4.5f, 1f);
    int[] drawnAt = new int[17];
    sampler.sample(
        masked(17),
        NOISE,
        new ToyModel(),
        step -> {
          for (int i = 1; i < 17; i++) {
            drawnAt[i] += step.masked()[0][i] ? 1 : 0;
          }
        });
    int[] order = HaltonOrder.of(4).toArray();
    int begin = 0;
    while (drawnAt[order[begin] + 1] != 0) {
      begin++;
    }
    for (int k = 0; k < 16; k++) {
      assertThat(drawnAt[order[(begin + k) % 16] + 1]).isEqualTo(k);
    }
  }

  @Test
  void wrongArgumentsAreRefused() {
    MaskSchedule cosine = MaskSchedule.COSINE;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSampler(0, 0, cosine, 1, 0))
        .withMessage("expected at least 1 step, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSampler(1, -1, cosine, 1, 0))
        .withMessage("expected a start step of 0 or more, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSampler(1, 0, cosine, -1, 0))
        .withMessage("expected a choice temperature of 0 or more, found -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentSampler(1, 0, cosine, 1, 1.5f))
        .withMessage("expected an exploration from 0 to 1, found 1.5");
  }
}
