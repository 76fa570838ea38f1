package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.schedule.MaskSchedule;

class MaskRatioTest {
  private static final int TOKENS = 256;
  private static final int DRAWS = 10_000;

  /** The mean over r = 0.5 / n, 1.5 / n, ..., which is the integral over r. */
  private static double mean(MaskRatio ratio) {
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum += ratio.at((i + 0.5f) / DRAWS, TOKENS);
    }
    return sum / DRAWS;
  }

  @ParameterizedTest
  @CsvSource({
    "cosine, 0.636620", // 2 / π
    "linear, 0.5",
    "square, 0.666667",
    "cubic, 0.75",
    "sqrt, 0.333333",
    "'beta:12,3', 0.8", // A / (A + B)
    "'truncated-normal:0.55,0.25,0.5,1', 0.693602" // by its formula, from φ and Φ at -0.2 and 1.8
  })
  void hasTheMeanOfItsDistribution(String name, double mean) {
    assertThat(mean(MaskRatio.parse(name))).isCloseTo(mean, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "linear", "square", "cubic", "sqrt", "log", "exp", "pow:1.5"})
  void isTheScheduleOfSamplingAtItsSteps(String name) {
    MaskSchedule schedule = MaskSchedule.parse(name);
    for (int step = 0; step < 8; step++) {
      assertThat(MaskRatio.parse(name).at((step + 1) / 8f, TOKENS))
          .isCloseTo(schedule.maskRatio(step, 8, TOKENS), within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "log", "exp", "beta:12,3", "truncated-normal:0.55,0.25,0.5,1"})
  void staysBetweenZeroAndOneAtBothEnds(String name) {
    for (float r : new float[] {0, Float.MIN_VALUE, Math.nextDown(1f)}) {
      assertThat(MaskRatio.parse(name).at(r, TOKENS)).isBetween(0f, 1f);
    }
  }

  @Test
  void cutsTheNormalAtItsLimits() {
    assertThat(MaskRatio.MAGE.at(0, TOKENS)).isEqualTo(0.5f);
    assertThat(MaskRatio.MAGE.at(Math.nextDown(1f), TOKENS)).isCloseTo(1f, within(1e-4f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cosin|did you mean \"cosine\"?",
        "beta:12|expected beta:A,B, found beta:12",
        "beta:12,x|expected beta:A,B, found beta:12,x",
        "beta:0,3|expected A and B above 0, found beta:0,3",
        "truncated-normal:0.5,0.2,1,0.5|0 <= LOW < HIGH <= 1"
      })
  void saysWhatANameShouldBe(String name, String message) {
    assertThatThrownBy(() -> MaskRatio.parse(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
