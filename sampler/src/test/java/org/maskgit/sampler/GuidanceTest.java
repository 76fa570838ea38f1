package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class GuidanceTest {
  private static final int NO_CLASS = 99;

  /** Logits that tell the class and the tokens of a row: [batch, 2, 1]. */
  private static float[] logits(int[][] tokens) {
    float[] logits = new float[tokens.length * 2];
    for (int b = 0; b < tokens.length; b++) {
      logits[2 * b] = tokens[b][0];
      logits[2 * b + 1] = 10 * tokens[b][0] + tokens[b][1];
    }
    return logits;
  }

  private static float[] scales(Guidance guidance) {
    float[] scales = new float[4];
    for (int k = 0; k < 4; k++) {
      scales[k] = guidance.scale(k, 4);
    }
    return scales;
  }

  @Test
  void schedulesRiseToTheScale() {
    assertThat(scales(Guidance.NONE)).containsOnly(0f);
    assertThat(scales(Guidance.constant(2f))).containsOnly(2f);
    assertThat(scales(Guidance.linear(2f))).containsExactly(0.5f, 1f, 1.5f, 2f);
    assertThat(scales(Guidance.powerCosine(2f, 1f)))
        .containsExactly(new float[] {0f, 0.2928932f, 1f, 1.7071068f}, Offset.offset(1e-6f));
    assertThat(Guidance.powerCosine(2f, 2f).scale(2, 4))
        .isCloseTo(0.2928932f, Offset.offset(1e-6f));
    assertThat(scales(Guidance.perStep(ImmutableDoubleArray.of(1, 0, 3, 2))))
        .containsExactly(1f, 0f, 3f, 2f);
  }

  @Test
  void anIntervalSwitchesGuidanceOff() {
    assertThat(scales(Guidance.constant(2f).within(0.25f, 0.75f))).containsExactly(0f, 2f, 2f, 0f);
    assertThat(scales(Guidance.linear(2f).within(0f, 1f))).containsExactly(0.5f, 1f, 1.5f, 2f);
  }

  @Test
  void bothForwardsAreOneBatch() {
    List<int[][]> asked = new ArrayList<>();
    TokensToLogits model =
        tokens -> {
          asked.add(tokens);
          return logits(tokens);
        };
    int[][] tokens = {{7, 1}, {8, -1}};
    GuidedLogits guided = new GuidedLogits(model, Guidance.linear(3f), NO_CLASS);
    float[] logits = guided.at(1, 2).logits(tokens);
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0))
        .isDeepEqualTo(new int[][] {{7, 1}, {8, -1}, {NO_CLASS, 1}, {NO_CLASS, -1}});
    assertThat(logits[0]).isEqualTo(4 * 7 - 3 * 99f);
    assertThat(logits[3]).isEqualTo(4 * 79f - 3 * 989f);
    assertThat(guided.logits(tokens)).as("a run of one step").isEqualTo(logits);
    assertThat(tokens).isDeepEqualTo(new int[][] {{7, 1}, {8, -1}});
  }

  @Test
  void aScaleOfZeroCostsNothingAndChangesNothing() {
    List<int[][]> asked = new ArrayList<>();
    TokensToLogits model =
        tokens -> {
          asked.add(tokens);
          return logits(tokens);
        };
    int[][] tokens = {{7, 1}};
    Guidance late = Guidance.constant(3f).within(0.5f, 1f);
    assertThat(new GuidedLogits(model, late, NO_CLASS).at(0, 2).logits(tokens))
        .isEqualTo(logits(tokens));
    assertThat(asked).singleElement().isEqualTo(tokens);
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Guidance.powerCosine(1, 0))
        .withMessage("expected a power above 0, found 0.0");
    Guidance guidance = Guidance.constant(1);
    for (float[] interval : new float[][] {{-0.1f, 1}, {0.5f, 0.5f}, {0, 1.1f}, {Float.NaN, 1}}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> guidance.within(interval[0], interval[1]))
          .withMessageStartingWith("expected 0 <= FROM < TO <= 1, found ");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Guidance.perStep(ImmutableDoubleArray.of(1)).scale(0, 2))
        .withMessage("expected 1 steps, found 2");
  }
}
