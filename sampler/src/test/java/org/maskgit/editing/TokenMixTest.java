package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.schedule.MaskSchedule;

class TokenMixTest {
  private static final int[] FROM = {10, 11, 12, 13, 14, 15, 16, 17};
  private static final int[] TO = {20, 21, 22, 23, 24, 25, 26, 27};
  private static final int[] ORDER = {3, 0, 7, 1, 2, 6, 5, 4};

  @Test
  void forgetsAsManyAsAskedForInOrder() {
    assertThat(TokenMix.forgotten(FROM, ORDER, 0)).isEqualTo(FROM);
    assertThat(TokenMix.forgotten(FROM, ORDER, 0.25))
        .containsExactly(-1, 11, 12, -1, 14, 15, 16, 17);
    assertThat(TokenMix.forgotten(FROM, ORDER, 1)).containsOnly(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "cosine", "sqrt", "log", "exp", "cubic"})
  void theEndsAreThePicturesAndWhatIsExchangedStaysSo(String schedule) {
    for (double share : new double[] {0, 0.5, 1}) {
      int[][] frames = TokenMix.between(FROM, TO, ORDER, 5, MaskSchedule.parse(schedule), share);
      assertThat(frames[0]).isEqualTo(FROM);
      assertThat(frames[4]).isEqualTo(TO);
      for (int at = 0; at < 8; at++) {
        boolean exchanged = false;
        for (int[] frame : frames) {
          exchanged |= frame[at] == TO[at];
          assertThat(frame[at]).isIn(exchanged ? TO[at] : FROM[at], -1);
        }
      }
    }
  }

  @Test
  void theMiddleForgetsAroundTheExchange() {
    int[][] frames = TokenMix.between(FROM, TO, ORDER, 3, MaskSchedule.LINEAR, 0.5);
    // 4 of 8 are exchanged; the last two of them and the next two are forgotten.
    assertThat(frames[1]).containsExactly(20, -1, -1, 23, 14, 15, -1, -1);
    int[][] all = TokenMix.between(FROM, TO, ORDER, 3, MaskSchedule.LINEAR, 1);
    assertThat(all[1]).containsOnly(-1);
    int[][] none = TokenMix.between(FROM, TO, ORDER, 9, MaskSchedule.LINEAR, 0);
    for (int k = 0; k < 9; k++) {
      assertThat(Arrays.stream(none[k]).filter(token -> token >= 20)).hasSize(k);
    }
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> TokenMix.forgotten(FROM, ORDER, 1.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a share from 0 to 1, found 1.1");
    assertThatThrownBy(() -> TokenMix.forgotten(FROM, new int[7], 1))
        .hasMessage("expected an order of 8 tokens, found 7");
    assertThatThrownBy(() -> TokenMix.between(FROM, TO, ORDER, 1, MaskSchedule.LINEAR, 0))
        .hasMessage("expected at least 2 frames, found 1");
    assertThatThrownBy(() -> TokenMix.between(FROM, new int[4], ORDER, 2, MaskSchedule.LINEAR, 0))
        .hasMessage("expected two pictures of as many tokens, found 8 and 4");
  }
}
