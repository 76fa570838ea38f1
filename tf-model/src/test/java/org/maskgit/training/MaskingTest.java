package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final int TOKENS = TinyTraining.MODEL.tokens();
  private static final LossConfig MASKED_ONLY = new LossConfig(0.1, true, 0);

  private static MaskedBatch mask(MaskingConfig masking, LossConfig loss, int size, long step) {
    return new Masking(TinyTraining.with(masking, loss)).mask(TinyTraining.batch(size), 7, step);
  }

  private static MaskingConfig ratio(String ratio) {
    return new MaskingConfig(ratio, 0, false, 0);
  }

  @Test
  void hidesTokensAndKeepsThemAsLabels() {
    TokenBatch batch = TinyTraining.batch(8);
    MaskedBatch masked = mask(ratio("cosine"), MASKED_ONLY, 8, 0);
    for (int i = 0; i < 8; i++) {
      assertThat(masked.labels()[i][0]).isEqualTo(16 + batch.labels()[i]);
      assertThat(masked.inputs()[i][0]).isEqualTo(16 + batch.labels()[i]);
      assertThat(masked.weights()[i][0]).isZero();
      for (int j = 0; j < TOKENS; j++) {
        boolean hidden = masked.inputs()[i][1 + j] == -1;
        assertThat(masked.labels()[i][1 + j]).isEqualTo(batch.tokens()[i][j]);
        assertThat(masked.inputs()[i][1 + j]).isIn(-1, batch.tokens()[i][j]);
        assertThat(masked.weights()[i][1 + j]).isEqualTo(hidden ? 1 : 0);
      }
    }
  }

  @Test
  void hidesTheFloorOfItsShareButAtLeastOneToken() {
    // Half of 16 is 8, and 0.99 of them 15; a share of nearly nothing is one token.
    assertThat(shares(mask(ratio("truncated-normal:0.5,1e-6,0,1"), MASKED_ONLY, 50, 0)))
        .allMatch(share -> share == 7 / 16f || share == 8 / 16f);
    assertThat(shares(mask(ratio("truncated-normal:0.99,1e-6,0,1"), MASKED_ONLY, 50, 0)))
        .containsOnly(15 / 16f);
    assertThat(shares(mask(ratio("beta:1,1e6"), MASKED_ONLY, 50, 0))).containsOnly(1 / 16f);
  }

  @Test
  void raisesTheShareToTheLeastRate() {
    List<Float> free = shares(mask(ratio("linear"), MASKED_ONLY, 200, 0));
    assertThat(free).anyMatch(share -> share < 0.25f);
    MaskingConfig least = new MaskingConfig("linear", 0.5, false, 0);
    List<Float> raised = shares(mask(least, MASKED_ONLY, 200, 0));
    for (int i = 0; i < 200; i++) {
      assertThat(raised.get(i)).isEqualTo(Math.max(0.5f, free.get(i)));
    }
  }

  @Test
  void drawsARatioForEachImageOrOneForTheBatch() {
    assertThat(shares(mask(ratio("linear"), MASKED_ONLY, 50, 0)).stream().distinct().count())
        .isGreaterThan(5);
    MaskingConfig shared = new MaskingConfig("linear", 0, true, 0);
    List<Float> ofSteps = new ArrayList<>();
    for (int step = 0; step < 20; step++) {
      List<Float> shares = shares(mask(shared, MASKED_ONLY, 8, step));
      assertThat(shares.stream().distinct().count()).isEqualTo(1);
      ofSteps.add(shares.get(0));
    }
    assertThat(ofSteps.stream().distinct().count()).isGreaterThan(5);
  }

  @Test
  void hidesEveryPositionEquallyOften() {
    MaskedBatch masked = mask(ratio("linear"), MASKED_ONLY, 4000, 0);
    float mean = mean(shares(masked));
    for (int j = 1; j <= TOKENS; j++) {
      int hidden = 0;
      for (int[] row : masked.inputs()) {
        hidden += row[j] == -1 ? 1 : 0;
      }
      assertThat(hidden / 4000f).isCloseTo(mean, within(0.035f));
    }
  }

  @Test
  void isAFunctionOfSeedStepAndPlace() {
    int[][] first = mask(ratio("cosine"), MASKED_ONLY, 8, 3).inputs();
    assertThat(mask(ratio("cosine"), MASKED_ONLY, 8, 3).inputs()).isDeepEqualTo(first);
    assertThat(mask(ratio("cosine"), MASKED_ONLY, 8, 4).inputs()[0]).isNotEqualTo(first[0]);
    Masking masking = new Masking(TinyTraining.with(ratio("cosine"), MASKED_ONLY));
    assertThat(masking.mask(TinyTraining.batch(8), 8, 3).inputs()[0]).isNotEqualTo(first[0]);
  }

  @Test
  void hidesTheClassOfItsShareOfImages() {
    MaskedBatch masked = mask(new MaskingConfig("cosine", 0, false, 0.25), MASKED_ONLY, 4000, 0);
    int hidden = 0;
    for (int[] row : masked.inputs()) {
      assertThat(row[0]).isBetween(16, 19);
      hidden += row[0] == 19 ? 1 : 0;
    }
    assertThat(hidden / 4000.0).isCloseTo(0.25, within(0.02));
  }

  @Test
  void weighsTheTokensThatAreSeenAsConfigured() {
    MaskedBatch masked = mask(ratio("cosine"), new LossConfig(0.1, true, 0.1), 8, 0);
    for (int i = 0; i < 8; i++) {
      assertThat(masked.weights()[i][0]).isZero();
      for (int j = 1; j <= TOKENS; j++) {
        assertThat(masked.weights()[i][j]).isEqualTo(masked.inputs()[i][j] == -1 ? 1f : 0.1f);
      }
    }
  }

  @Test
  void refusesTokensAndLabelsOutOfRange() {
    Masking masking = new Masking(TinyTraining.CONFIG);
    assertThatThrownBy(() -> masking.mask(new TokenBatch(new int[1][9], new int[1]), 0, 0))
        .hasMessage("expected 16 tokens an image, found 9");
    int[][] tokens = {new int[16]};
    tokens[0][3] = 16;
    assertThatThrownBy(() -> masking.mask(new TokenBatch(tokens, new int[1]), 0, 0))
        .hasMessage("expected tokens from 0 to 15, found 16");
    assertThatThrownBy(() -> masking.mask(new TokenBatch(new int[1][16], new int[] {3}), 0, 0))
        .hasMessage("expected labels from 0 to 2, found 3");
  }

  private static List<Float> shares(MaskedBatch batch) {
    List<Float> shares = new ArrayList<>();
    for (float share : batch.maskedShares()) {
      shares.add(share);
    }
    return shares;
  }

  private static float mean(List<Float> values) {
    return (float) values.stream().mapToDouble(v -> v).average().orElseThrow();
  }
}
