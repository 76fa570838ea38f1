package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;

class FineTuningTest {
  private static final String WORDS = "Embed_0/word_embeddings/embedding";
  private static final int CODES = 64;
  private static final int HIDDEN = 64;

  private static final Checkpoint PRETRAINED = Checkpoint.open(Golden.TINY_TRANSFORMER);

  private static TrainingConfig config(int classes, double classDropout) {
    TrainingConfig c = GoldenBatches.CONFIG;
    return new TrainingConfig(
        new ModelConfig(CODES, classes, 16, HIDDEN, 3, 4, 128, 0.1),
        new MaskingConfig("cosine", 0, false, classDropout),
        c.loss(),
        c.optimizer(),
        c.steps(),
        c.batchSize(),
        1,
        c.precision(),
        c.seed());
  }

  private static float[] row(Checkpoint weights, int row) {
    float[] table = weights.tensor(WORDS).floats();
    int rows = table.length / HIDDEN;
    int from = (row < 0 ? rows + row : row) * HIDDEN;
    return Arrays.copyOfRange(table, from, from + HIDDEN);
  }

  @Test
  void keepsEverythingWhereTheClassesAreTheSame() {
    FineTuning tuning = FineTuning.of(PRETRAINED, config(10, 0));
    assertThat(tuning.weights()).isSameAs(PRETRAINED);
    assertThat(tuning.message()).isEqualTo("All 10 classes are kept.");
  }

  @Test
  void drawsTheClassesAnewWhereTheirNumberDiffers() {
    FineTuning tuning = FineTuning.of(PRETRAINED, config(3, 0));
    assertThat(tuning.message())
        .isEqualTo("The model has 10 classes and the training 3: 0 are kept, 3 begin anew.");
    assertThat(row(tuning.weights(), CODES - 1)).isEqualTo(row(PRETRAINED, CODES - 1));
    assertThat(row(tuning.weights(), CODES)).isNotEqualTo(row(PRETRAINED, CODES));
    assertThat(row(tuning.weights(), -1)).isEqualTo(row(PRETRAINED, -1)); // [MASK]
    assertThat(tuning.weights().tensor("MlmLayer_0/mlm_bias/bias").shape().get(0)).isEqualTo(68);
    try (TransformerTrainer trainer =
        TransformerTrainer.create(config(3, 0), tuning.weights(), Device.CPU)) {
      assertThat(trainer.steps()).isZero();
    }
  }

  @Test
  void addsTheUnconditionalClassForClassDropout() {
    FineTuning tuning = FineTuning.of(PRETRAINED, config(10, 0.1));
    assertThat(tuning.message()).contains("10 are kept, 1 begin anew");
    assertThat(row(tuning.weights(), CODES + 9)).isEqualTo(row(PRETRAINED, CODES + 9));
    assertThat(row(tuning.weights(), -1)).isEqualTo(row(PRETRAINED, -1));
  }

  @Test
  void refusesOtherSizes() {
    TrainingConfig other = TinyTraining.CONFIG;
    assertThatThrownBy(() -> FineTuning.of(PRETRAINED, other))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("can't be fine-tuned");
  }
}
