package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class DivergenceGuardTest {
  private static StepReport report(long step, float loss, float norm) {
    return new StepReport(step, loss, norm, 1e-4f, new float[] {0.5f});
  }

  @Test
  void letsALossFallAndWaver() {
    DivergenceGuard guard = DivergenceGuard.of(3);
    for (int step = 1; step <= 100; step++) {
      StepReport report = report(step, 6f / step + (step % 2), 1);
      assertThatCode(() -> guard.check(report)).doesNotThrowAnyException();
    }
  }

  @Test
  void namesTheStepAndTheTermThatIsNaN() {
    DivergenceGuard guard = DivergenceGuard.of(3);
    assertThatThrownBy(() -> guard.check(report(17, Float.NaN, 1)))
        .hasMessageContaining("Step 17: the loss diverged: expected a finite number, found NaN")
        .asInstanceOf(InstanceOfAssertFactories.type(DivergedException.class))
        .satisfies(e -> assertThat(e.step()).isEqualTo(17));
    assertThatThrownBy(() -> guard.check(report(18, 1, Float.POSITIVE_INFINITY)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the norm of the gradients");
  }

  @Test
  void stopsALossFarAboveItsAverage() {
    DivergenceGuard guard = DivergenceGuard.of(3);
    for (int step = 1; step <= 20; step++) {
      guard.check(report(step, 2, 1));
    }
    guard.check(report(21, 5.9f, 1));
    assertThatThrownBy(() -> guard.check(report(22, 6.6f, 1)))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("Step 22: the loss");
  }
}
