package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class DivergenceGuardTest {
  private static void check(DivergenceGuard guard, long step, float loss, float norm) {
    guard.check(step, loss, ImmutableMap.of("the loss", loss, "the norm of the gradients", norm));
  }

  @Test
  void letsALossFallAndWaver() {
    DivergenceGuard guard = DivergenceGuard.of(3);
    for (int step = 1; step <= 100; step++) {
      long now = step;
      assertThatCode(() -> check(guard, now, 6f / now + now % 2, 1)).doesNotThrowAnyException();
    }
  }

  @Test
  void namesTheStepAndTheTermThatIsNaN() {
    DivergenceGuard guard = DivergenceGuard.of(3);
    assertThatThrownBy(() -> check(guard, 17, Float.NaN, 1))
        .hasMessageContaining("Step 17: the loss diverged: expected a finite number, found NaN")
        .asInstanceOf(InstanceOfAssertFactories.type(DivergedException.class))
        .satisfies(e -> assertThat(e.step()).isEqualTo(17));
    assertThatThrownBy(() -> check(guard, 18, 1, Float.POSITIVE_INFINITY))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("the norm of the gradients");
  }

  @Test
  void stopsALossFarAboveItsAverage() {
    DivergenceGuard guard = DivergenceGuard.of(3);
    for (int step = 1; step <= 20; step++) {
      check(guard, step, 2, 1);
    }
    check(guard, 21, 5.9f, 1);
    assertThatThrownBy(() -> check(guard, 22, 6.6f, 1))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("Step 22: the loss");
  }
}
