package org.maskgit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EnumNamesTest {
  private enum Mode {
    BATCH,
    PER_IMAGE,
    NONE
  }

  @Test
  void namesAreReadAsTheyAreWritten() {
    for (Mode mode : Mode.values()) {
      assertThat(EnumNames.parse(Mode.class, EnumNames.of(mode))).isEqualTo(mode);
    }
    assertThat(EnumNames.of(Mode.PER_IMAGE)).isEqualTo("per-image");
  }

  @Test
  void aWrongNameIsToldTheRightOnes() {
    assertThatThrownBy(() -> EnumNames.parse(Mode.class, "PER_IMAGE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected batch, per-image or none, found PER_IMAGE");
  }
}
