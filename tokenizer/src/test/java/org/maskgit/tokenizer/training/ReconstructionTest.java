package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.maskgit.graph.Precision;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Steps of the generator alone. */
class ReconstructionTest {
  private static final TokenizerTrainingConfig CONFIG =
      TinyTokenizers.changed(
          TinyTokenizers.ALONE, "{'quantizer': {'entropyRatio': 0, 'entropyTemperature': 1}}");

  private static final VqganConfig GOLDEN_MODEL = new VqganConfig(16, 32, "1,2", 1, 40, 16);

  private static Map<String, Float> first;
  private static Map<String, Float> last;

  @BeforeAll
  static void train() {
    try (TokenizerTrainer trainer = TokenizerTrainer.create(CONFIG, Device.CPU);
        TFloat32 images = images(4)) {
      first = trainer.step(images).terms();
      for (int step = 0; step < 30; step++) {
        last = trainer.step(images).terms();
      }
    }
  }

  private static TFloat32 images(int count) {
    SplittableRandom random = new SplittableRandom(3);
    float[] pixels = new float[count * 16 * 16 * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return TFloat32.tensorOf(Shape.of(count, 16, 16, 3), DataBuffers.of(pixels));
  }

  @Test
  void hasTheOfficialLossesAtItsFirstStep() {
    JsonObject json = Golden.json("train_tokenizer");
    Checkpoint weights = Checkpoint.open(Golden.file("train_tokenizer_checkpoint.msgpack"));
    TokenizerTrainingConfig config =
        TinyTokenizers.changed(TinyTokenizers.ALONE.withModel(GOLDEN_MODEL), "{'batchSize': 3}");
    try (Golden golden = Golden.npz("train_tokenizer_forward");
        TokenizerTrainer trainer = TokenizerTrainer.create(config, weights, Device.CPU);
        TFloat32 images =
            TFloat32.tensorOf(Shape.of(3, 16, 16, 3), DataBuffers.of(golden.floats("image")))) {
      Map<String, Float> terms = trainer.step(images).terms();
      check(terms.get("l2"), json, "l2");
      check(terms.get("commitment"), json, "e_latent_loss");
      check(terms.get("codebook"), json, "q_latent_loss");
      check(terms.get("entropy"), json, "entropy_loss");
      check(terms.get("loss"), json, "total");
      assertThat(trainer.discriminator().tensors()).isEmpty();
      assertThat(terms).doesNotContainKey("perceptual");
    }
  }

  private static void check(float actual, JsonObject json, String name) {
    double expected = json.get(name).getAsDouble();
    assertThat((double) actual).isCloseTo(expected, within(Math.abs(expected) * 1e-5));
  }

  @Test
  void learns() {
    assertThat(last.get("l2")).isLessThan(first.get("l2") / 3);
  }

  @Test
  void sumsTheGradientsOfMicroBatches() {
    Map<String, Float> parts = firstStep(TinyTokenizers.changed(CONFIG, "{'microBatches': 2}"));
    for (String term : List.of("loss", "l2", "commitment", "codebook", "gradient_norm")) {
      assertThat(parts.get(term))
          .as(term)
          .isCloseTo(first.get(term), within(first.get(term) * 1e-5f));
    }
  }

  @Test
  void computesInBfloat16() {
    Assumptions.assumeTrue(Precision.BFLOAT16.isSupported());
    Map<String, Float> coarse =
        firstStep(TinyTokenizers.changed(CONFIG, "{'precision': 'bfloat16'}"));
    assertThat(coarse.get("l2"))
        .isNotEqualTo(first.get("l2"))
        .isCloseTo(first.get("l2"), within(first.get("l2") * 0.02f));
    assertThat(coarse.get("gradient_norm"))
        .isCloseTo(first.get("gradient_norm"), within(first.get("gradient_norm") * 0.05f));
  }

  private static Map<String, Float> firstStep(TokenizerTrainingConfig config) {
    try (TokenizerTrainer trainer = TokenizerTrainer.create(config, Device.CPU);
        TFloat32 images = images(4)) {
      return trainer.step(images).terms();
    }
  }

  @Test
  void refusesWeightsOfAnotherTokenizer() {
    Checkpoint other = Checkpoint.open(Golden.file("train_tokenizer_checkpoint.msgpack"));
    assertThatThrownBy(() -> TokenizerTrainer.create(CONFIG, other, Device.CPU))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("doesn't fit the tokenizer")
        .hasMessageContaining("wrong shape: decoder/Conv_0/kernel");
  }

  @Test
  void saysThatItIsClosed() {
    TokenizerTrainer trainer = TokenizerTrainer.create(CONFIG, Device.CPU);
    trainer.close();
    trainer.close();
    assertThatThrownBy(trainer::average)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("expected an open trainer, found one that is closed");
  }
}
