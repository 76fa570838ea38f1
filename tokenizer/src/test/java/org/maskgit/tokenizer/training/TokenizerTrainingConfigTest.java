package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.io.DataException;
import org.maskgit.tokenizer.TokenizerConfig;

class TokenizerTrainingConfigTest {
  @ParameterizedTest
  @ValueSource(strings = {"imagenet-256", "imagenet-512", "small"})
  void isWrittenAndReadAgain(String preset) {
    TokenizerTrainingConfig config = TokenizerTrainingConfig.PRESETS.get(preset);
    assertThat(TokenizerTrainingConfig.parse(config.toJson(), "test")).isEqualTo(config);
  }

  @Test
  void takesWhatAFileNamesOverThePreset() {
    TokenizerTrainingConfig config =
        TokenizerTrainingConfig.parse(
            """
            {"preset": "small", "batchSize": 8,
             "adversary": {"loss": "non-saturating", "resampling": "average"},
             "quantizer": {"entropyType": "argmax"}}
            """,
            "test");
    assertThat(config.model()).isEqualTo(TokenizerTrainingConfig.SMALL.model());
    assertThat(config.batchSize()).isEqualTo(8);
    assertThat(config.adversary().loss()).isEqualTo(AdversarialLoss.NON_SATURATING);
    assertThat(config.adversary().resampling()).isEqualTo(Resampling.AVERAGE);
    assertThat(config.quantizer().entropyType()).isEqualTo(EntropyType.ARGMAX);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"adversary\": {\"wieght\": 1}} | \"wieght\"; did you mean \"weight\"?",
        "{\"model\": {\"channelMultipliers\": \"1,x\"}} | expected channelMultipliers such as",
        "{\"model\": {\"imageSize\": 100}} | expected an imageSize in multiples of 16, found 100",
        "{\"model\": {\"imageSize\": 48}} | expected an image size that is a power of two",
        "{\"microBatches\": 3} | expected microBatches that divide the batchSize 256, found 3",
        "{\"adversary\": {\"r1Interval\": 0}} | expected an r1Interval of at least 1, found 0",
        "{\"quantizer\": {\"entropyTemperature\": 0}} | expected an entropyTemperature above 0",
        "{\"perceptual\": {\"network\": \"x.pb\"}} | expected the names of input and features",
      })
  void refusesWrongSettings(String json, String message) {
    assertThatThrownBy(() -> TokenizerTrainingConfig.parse(json, "test"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesTheOfficialTokenizer() {
    assertThat(TokenizerTrainingConfig.IMAGENET_256.model().tokenizer())
        .isEqualTo(TokenizerConfig.IMAGENET);
    assertThat(TokenizerTrainingConfig.IMAGENET_256.perceptual().isOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "64, '[256, 512, 512, 512, 512]'",
    "256, '[64, 128, 256, 512, 512, 512, 512]'",
    "4, '[512]'"
  })
  void namesTheOfficialDiscriminator(int size, String channels) {
    DiscriminatorConfig official = AdversaryConfig.OFFICIAL.discriminator(size);
    assertThat(official).isEqualTo(DiscriminatorConfig.official(size));
    assertThat(official.channels()).hasToString(channels);
    assertThat(official.imageSize()).isEqualTo(size);
  }

  @Test
  void beginsTheGameAfterItsStartAndPenalisesAtItsInterval() {
    AdversaryConfig config =
        new AdversaryConfig(16, 32, Resampling.BLUR, AdversarialLoss.HINGE, 0.1, 2, 10, 3, 0, 0);
    Phase[] phases = new Phase[7];
    for (int step = 0; step < phases.length; step++) {
      phases[step] = config.phase(step);
      assertThat(config.has(phases[step])).isTrue();
    }
    assertThat(phases)
        .containsExactly(
            Phase.RECONSTRUCTION,
            Phase.RECONSTRUCTION,
            Phase.PENALISED,
            Phase.ADVERSARIAL,
            Phase.ADVERSARIAL,
            Phase.PENALISED,
            Phase.ADVERSARIAL);
    assertThat(AdversaryConfig.OFFICIAL.has(Phase.RECONSTRUCTION)).isFalse();
    assertThat(AdversaryConfig.OFFICIAL.has(Phase.ADVERSARIAL)).isFalse();
  }
}
