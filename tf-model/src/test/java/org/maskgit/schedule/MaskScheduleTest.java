package org.maskgit.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.testing.Golden;

/** The schedules against the values recorded inside the official code's compiled loop. */
final class MaskScheduleTest {
  private static final int STEPS_AXIS = 64;
  private static final int NAN = -8;

  @FunctionalInterface
  private interface Visitor {
    void visit(MaskSchedule schedule, int step, int steps, int unknown, int index);
  }

  private static void forEachGoldenValue(Visitor visitor) {
    var json = Golden.json("mask_schedule");
    var methods = json.getAsJsonArray("methods");
    var stepCounts = json.getAsJsonArray("T");
    var unknowns = json.getAsJsonArray("N");
    for (int m = 0; m < methods.size(); m++) {
      MaskSchedule schedule = MaskSchedule.parse(methods.get(m).getAsString());
      for (int t = 0; t < stepCounts.size(); t++) {
        int steps = stepCounts.get(t).getAsInt();
        for (int step = 0; step < steps; step++) {
          for (int n = 0; n < unknowns.size(); n++) {
            int index = ((m * stepCounts.size() + t) * STEPS_AXIS + step) * unknowns.size() + n;
            visitor.visit(schedule, step, steps, unknowns.get(n).getAsInt(), index);
          }
        }
      }
    }
  }

  @Test
  void everyRatioEqualsTheCompiledOfficialCodeBitForBit() {
    try (Golden golden = Golden.npz("mask_schedule")) {
      float[] expected = golden.floats("mask_ratio");
      forEachGoldenValue(
          (schedule, step, steps, unknown, i) ->
              assertThat(Float.valueOf(schedule.maskRatio(step, steps, unknown)))
                  .as("%s T=%d step=%d N=%d", schedule, steps, step, unknown)
                  .isEqualTo(Float.valueOf(expected[i]))); // NaN equals NaN
    }
  }

  @Test
  void everyFloorEqualsTheCompiledOfficialCode() {
    try (Golden golden = Golden.npz("mask_schedule")) {
      int[] expected = golden.ints("floor_n_ratio");
      forEachGoldenValue(
          (schedule, step, steps, unknown, i) -> {
            float share = schedule.maskedShare(step, steps, unknown);
            assertThat(Float.isNaN(share) ? NAN : (int) share)
                .as("%s T=%d step=%d N=%d", schedule, steps, step, unknown)
                .isEqualTo(expected[i]);
          });
    }
  }

  @Test
  void everyCountEqualsTheOneThatTheModelSaw() {
    try (Golden golden = Golden.npz("mask_schedule")) {
      int[] expected = golden.ints("mask_len");
      int[] seen = golden.ints("masked_count_seen");
      forEachGoldenValue(
          (schedule, step, steps, unknown, i) ->
              assertThat(schedule.maskLength(step, steps, unknown, seen[i]))
                  .as("%s T=%d step=%d N=%d", schedule, steps, step, unknown)
                  .isEqualTo(expected[i] == NAN ? 0 : expected[i]));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cosine,cosine,cosine",
    "linear,linear,uniform",
    "uniform,linear,uniform",
    "square,square,pow2",
    "pow:2,square,pow2",
    "pow2.0,square,pow2",
    "cubic,cubic,pow3",
    "sqrt,sqrt,pow0.5",
    "pow0.5,sqrt,pow0.5",
    "log,log,log",
    "exp,exp,exp",
    "pow:1.5,pow:1.5,pow1.5",
    "pow4,pow:4,pow4",
    "pow:1,linear,uniform"
  })
  void takesThePapersWordsAndTheOfficialNames(String text, String name, String officialName) {
    MaskSchedule schedule = MaskSchedule.parse(text);
    assertThat(schedule.name()).isEqualTo(name).isEqualTo(schedule.toString());
    assertThat(schedule.officialName()).isEqualTo(officialName);
    assertThat(MaskSchedule.parse(name)).isEqualTo(schedule).hasSameHashCodeAs(schedule);
    assertThat(MaskSchedule.parse(officialName)).isEqualTo(schedule);
  }

  @ParameterizedTest
  @CsvSource({"cosin,cosine", "Linear,linear", "unifrom,uniform", "squared,square", "sqr,sqrt"})
  void anUnknownNameListsTheNamesAndSuggestsTheNearest(String text, String nearest) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskSchedule.parse(text))
        .withMessageContaining("cosine, linear, square, cubic, sqrt, log, exp, pow:X")
        .withMessageContaining("found \"" + text + "\"")
        .withMessageContaining("did you mean \"" + nearest + "\"?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pow", "pow:", "pow:x", "pow:-1", "pow0", "pow:NaN", "pow:Infinity"})
  void anExponentMustBeAPositiveNumber(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskSchedule.parse(text))
        .withMessageContaining("expected a positive exponent");
  }

  @Test
  void nothingUnknownStillAsksForOneAndNanAsksForNone() {
    assertThat(MaskSchedule.COSINE.maskLength(3, 8, 0, 0)).isOne();
    assertThat(MaskSchedule.LOGARITHMIC.maskRatio(7, 8, 1)).isNaN();
    assertThat(MaskSchedule.LOGARITHMIC.maskLength(7, 8, 1, 1)).isZero();
    assertThat(MaskSchedule.LOGARITHMIC.maskRatio(6, 8, 1)).isOne(); // infinite before the clipping
    assertThat(MaskSchedule.EXPONENTIAL.maskLength(7, 8, 0, 0)).isZero();
  }

  @Test
  void argumentsOutOfRangeAreRefused() {
    MaskSchedule schedule = MaskSchedule.COSINE;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule.maskRatio(0, 0, 1))
        .withMessage("expected at least 1 step, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule.maskRatio(8, 8, 1))
        .withMessage("expected a step from 0 to 7, found 8");
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.maskRatio(-1, 8, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.maskRatio(0, 8, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> schedule.maskLength(0, 8, 4, 5));
  }
}
