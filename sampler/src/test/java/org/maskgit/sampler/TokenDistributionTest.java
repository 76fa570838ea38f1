package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.schedule.MaskSchedule;

/** What changes the distribution that tokens are drawn from. */
final class TokenDistributionTest {
  private static final float NEVER = Float.NEGATIVE_INFINITY;

  private static float[] truncated(int topK, double topP, float... row) {
    new Truncation(topK, (float) topP).apply(row);
    return row;
  }

  @Test
  void topKKeepsTheLikeliestCodes() {
    assertThat(truncated(2, 1, 1, 4, 3, 2)).containsExactly(NEVER, 4, 3, NEVER);
    assertThat(truncated(1, 1, 1, 1, 0)).as("as likely as the last").containsExactly(1, 1, NEVER);
    assertThat(truncated(3, 1, 1, 4, 3)).containsExactly(1, 4, 3);
    assertThat(truncated(0, 1, 1, 4, 3)).containsExactly(1, 4, 3);
  }

  @Test
  void topPKeepsTheLikeliestCodesThatReachIt() {
    float[] row = {(float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)};
    assertThat(truncated(0, 0.45, row.clone())).containsExactly(row[0], NEVER, NEVER);
    assertThat(truncated(0, 0.55, row.clone())).containsExactly(row[0], row[1], NEVER);
    assertThat(truncated(0, 0.85, row.clone())).containsExactly(row);
    assertThat(truncated(2, 0.6, row.clone()))
        .as("0.5 of the 0.8 left is 0.625")
        .containsExactly(row[0], NEVER, NEVER);
  }

  @Test
  void temperaturesDivideAndMayFall() {
    float[] row = {1, -2};
    Temperature.of(0.5f).apply(row, 3, 4);
    assertThat(row).containsExactly(2, -4);
    Temperature falling = new Temperature(0.8f, true);
    assertThat(falling.at(0, 4)).isEqualTo(0.8f);
    assertThat(falling.at(3, 4)).isEqualTo(0.2f);
  }

  @Test
  void wrongArgumentsAreRefused() {
    for (float value : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Temperature.of(value))
          .withMessage("expected a sampling temperature above 0, found " + value);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Truncation(-1, 1))
        .withMessage("expected a top-k of 0 or more, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Truncation(0, 0))
        .withMessage("expected a top-p above 0 and up to 1, found 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new MdlmSampler(4, MaskSchedule.EXPONENTIAL, Temperature.ONE, MaskSlot.OWN))
        .withMessageContaining("nothing stays masked, such as linear or cosine, found exp");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new RemdmSampler(
                    Remasking.CAP,
                    4,
                    MaskSchedule.LINEAR,
                    Temperature.ONE,
                    MaskSlot.OWN,
                    1.5f,
                    false))
        .withMessage("expected an eta from 0 to 1, found 1.5");
  }

  @Test
  void namesAreRead() {
    for (MaskSlot slot : MaskSlot.values()) {
      assertThat(MaskSlot.parse(slot.toString())).isEqualTo(slot);
    }
    for (NoiseMode mode : NoiseMode.values()) {
      assertThat(NoiseMode.parse(mode.toString())).isEqualTo(mode);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskSlot.parse("last"))
        .withMessage("expected own or last-code, found last");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseMode.parse("image"))
        .withMessage("expected batch or per-image, found image");
  }

  @Test
  void theLastCodeIsDrawnOnlyWhereTheMaskHasItsOwnSlot() {
    assertThat(countOfLastCode(MaskSlot.OWN)).isPositive();
    assertThat(countOfLastCode(MaskSlot.LAST_CODE)).isZero();
  }

  private static long countOfLastCode(MaskSlot slot) {
    int[][] tokens = new int[1][65];
    Arrays.fill(tokens[0], Sampler.MASKED);
    tokens[0][0] = 6;
    TokensToLogits even = rows -> new float[65 * 4];
    Noise noise = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(1));
    int[][] drawn =
        new MdlmSampler(4, MaskSchedule.LINEAR, Temperature.ONE, slot)
            .sample(tokens, noise, even, StepListener.none())
            .tokens();
    return Arrays.stream(drawn[0]).filter(code -> code == 3).count();
  }
}
