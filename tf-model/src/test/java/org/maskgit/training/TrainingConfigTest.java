package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Precision;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.TransformerConfig;

class TrainingConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"imagenet-256", "imagenet-512", "small"})
  void readsWhatItWrites(String preset) {
    TrainingConfig config = TrainingConfig.PRESETS.get(preset);
    assertThat(TrainingConfig.parse(config.toJson(), "run.json")).isEqualTo(config);
  }

  @Test
  void thePresetsHaveTheOfficialSizes() {
    assertThat(TrainingConfig.IMAGENET_256.transformer()).isEqualTo(TransformerConfig.IMAGENET_256);
    assertThat(TrainingConfig.IMAGENET_512.transformer()).isEqualTo(TransformerConfig.IMAGENET_512);
    // 512 codes, 10 classes, the unconditional class and [MASK]
    assertThat(TrainingConfig.SMALL.transformer())
        .isEqualTo(new TransformerConfig(524, 256, 6, 8, 1024, 65));
    assertThat(TrainingConfig.SMALL.unconditionalToken()).isEqualTo(522);
  }

  @Test
  void aCheckpointCarriesTheConfigurationOfItsTraining() {
    Checkpoint official = Checkpoint.open(Golden.TINY_TRANSFORMER);
    assertThat(TrainingConfig.of(official)).isEmpty();
    Checkpoint own =
        official.withMetadata(Map.of(TransformerTrainer.CONFIG_KEY, TrainingConfig.SMALL.toJson()));
    assertThat(TrainingConfig.of(own)).hasValue(TrainingConfig.SMALL);
    assertThat(TrainingConfig.SMALL.hasUnconditionalClass()).isTrue();
    assertThat(TrainingConfig.IMAGENET_256.hasUnconditionalClass()).isFalse();
  }

  @Test
  void takesAPresetAndWhatDiffersFromIt() {
    TrainingConfig config =
        TrainingConfig.parse(
            """
            {"preset": "small", "batchSize": 16, "precision": "bfloat16",
             "optimizer": {"learningRate": 3e-4, "schedule": "constant"}}""",
            "run.json");
    assertThat(config.model()).isEqualTo(TrainingConfig.SMALL.model());
    assertThat(config.batchSize()).isEqualTo(16);
    assertThat(config.precision()).isEqualTo(Precision.BFLOAT16);
    assertThat(config.optimizer().learningRate()).isEqualTo(3e-4);
    assertThat(config.optimizer().schedule()).isEqualTo(RateSchedule.CONSTANT);
    assertThat(config.optimizer().beta2()).isEqualTo(TrainingConfig.SMALL.optimizer().beta2());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"batchsize\": 1}|found \"batchsize\"; did you mean \"batchSize\"?",
        "{\"optimizer\": {\"learning_rate\": 1}}|run.json: optimizer: expected one of the keys",
        "{\"optimizer\": {\"learning_rate\": 1}}|did you mean \"learningRate\"?",
        "{\"preset\": \"smal\"}|did you mean \"small\"?",
        "{\"batchSize\": \"16\"}|run.json: batchSize: expected a number, found \"16\"",
        "{\"batchSize\": 1.5}|batchSize: expected a whole number, found 1.5",
        "{\"seed\": 1e30}|seed: expected a whole number",
        "{\"model\": 3}|model: expected an object {...}, found 3",
        "{\"loss\": {\"codebookOnly\": 1}}|codebookOnly: expected true or false, found 1",
        "{\"precision\": \"float16\"}|expected one of [float32, bfloat16], found \"float16\"",
        "{\"masking\": {\"ratio\": \"cosin\"}}|did you mean \"cosine\"?",
        "{\"microBatches\": 3}|expected microBatches that divide the batchSize 256, found 3",
        "{\"model\": {\"heads\": 7}}|expected heads that divide the hidden size 768, found 7",
        "{\"model\": {\"tokens\": 200}}|expected a class position and a square of token positions",
        "{\"optimizer\": {\"beta1\": 1}}|optimizer: expected a beta1 from 0 to less than 1",
        "[1]|run.json: expected a JSON object",
        "{\"steps\": }|run.json: expected JSON"
      })
  void saysInOneSentenceWhatIsWrong(String json, String message) {
    assertThatThrownBy(() -> TrainingConfig.parse(json, "run.json"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }
}
