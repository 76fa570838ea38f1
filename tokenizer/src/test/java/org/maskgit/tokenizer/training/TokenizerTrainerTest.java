package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.graph.Device;
import org.maskgit.image.Image;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.training.MovingAverage;

/** A whole training of a tiny tokenizer: six steps with an end of the epoch in the middle. */
class TokenizerTrainerTest {
  private static final TokenizerTrainingConfig CONFIG = TokenizerTrainingConfig.TESTING;
  private static final int STEPS = 6;
  private static final int EPOCH = 3;

  @TempDir private static Path folder;

  private static TokenizerTrainer trainer;
  private static final List<TokenizerStepReport> REPORTS = new ArrayList<>();
  private static final List<Checkpoint> PARAMETERS = new ArrayList<>();
  private static final List<Checkpoint> DISCRIMINATORS = new ArrayList<>();
  private static Checkpoint beforeEpoch;
  private static Checkpoint afterEpoch;
  private static CodebookHealth health;

  @BeforeAll
  static void train() {
    trainer = TokenizerTrainer.create(CONFIG, Device.CPU);
    remember();
    for (int step = 0; step < STEPS; step++) {
      if (step == EPOCH) {
        beforeEpoch = trainer.parameters();
        health = trainer.endEpoch(batch(100));
        afterEpoch = trainer.parameters();
        trainer.save(folder.resolve("middle"), Map.of("place", "17"));
      }
      REPORTS.add(trainer.step(batch(step)));
      remember();
    }
    trainer.save(folder.resolve("end"), Map.of());
  }

  private static void remember() {
    PARAMETERS.add(trainer.parameters());
    DISCRIMINATORS.add(trainer.discriminator());
  }

  @AfterAll
  static void close() {
    trainer.close();
  }

  private static List<Image> batch(int number) {
    SplittableRandom random = new SplittableRandom(number);
    int size = CONFIG.model().imageSize();
    return IntStream.range(0, CONFIG.batchSize()).mapToObj(i -> image(random, size)).toList();
  }

  private static Image image(SplittableRandom random, int size) {
    float[] pixels = new float[size * size * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    return new Image(size, size, pixels);
  }

  @Test
  void continuesBitByBitFromASavedState() {
    Checkpoint middle = Checkpoint.open(folder.resolve("middle"));
    TokenizerTrainingConfig config =
        TokenizerTrainingConfig.parse(
            middle.metadata().get(TokenizerTrainer.CONFIG_KEY), "the saved state");
    assertThat(config).isEqualTo(CONFIG);
    assertThat(middle.metadata()).containsEntry("place", "17");
    try (TokenizerTrainer resumed = TokenizerTrainer.resume(config, middle, Device.CPU)) {
      assertThat(resumed.steps()).isEqualTo(EPOCH);
      for (int step = EPOCH; step < STEPS; step++) {
        assertThat(resumed.step(batch(step))).isEqualTo(REPORTS.get(step));
      }
      resumed.save(folder.resolve("resumed"), Map.of());
    }
    Map<String, CheckpointTensor> expected = Checkpoint.open(folder.resolve("end")).tensors();
    Map<String, CheckpointTensor> actual = Checkpoint.open(folder.resolve("resumed")).tensors();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) -> assertThat(actual.get(name).bytes()).as(name).isEqualTo(tensor.bytes()));
  }

  @Test
  void reportsTheTermsOfEachPhase() {
    assertThat(REPORTS.stream().map(TokenizerStepReport::phase))
        .containsExactly(
            Phase.RECONSTRUCTION,
            Phase.PENALISED,
            Phase.ADVERSARIAL,
            Phase.PENALISED,
            Phase.ADVERSARIAL,
            Phase.PENALISED);
    assertThat(REPORTS.get(0).terms().keySet())
        .containsExactly(
            "loss",
            "l2",
            "commitment",
            "codebook",
            "entropy",
            "perplexity",
            "gradient_norm",
            "learning_rate");
    assertThat(REPORTS.get(1).terms().keySet()).contains("generator", "discriminator", "r1");
    assertThat(REPORTS.get(2).terms().keySet()).contains("lecam").doesNotContain("r1");
    assertThat(REPORTS)
        .allSatisfy(
            report -> assertThat(report.terms().values()).allMatch(value -> Float.isFinite(value)));
    assertThat(REPORTS.get(5).step()).isEqualTo(6);
  }

  @Test
  void addsTheWeightedTermsUp() {
    Map<String, Float> terms = REPORTS.get(1).terms();
    double sum =
        terms.get("l2") + terms.get("commitment") + terms.get("codebook") + terms.get("entropy");
    sum += CONFIG.adversary().weight() * terms.get("generator");
    assertThat(terms.get("loss").doubleValue()).isCloseTo(sum, within(1e-6));
  }

  @Test
  void movesTheDiscriminatorOnlyInTheGame() {
    assertThat(moved(DISCRIMINATORS, 1)).isZero();
    assertThat(moved(PARAMETERS, 1)).isPositive();
    for (int step = 2; step <= STEPS; step++) {
      assertThat(moved(DISCRIMINATORS, step)).as("step " + step).isPositive();
      assertThat(moved(PARAMETERS, step)).as("step " + step).isPositive();
    }
  }

  private static long moved(List<Checkpoint> history, int step) {
    Map<String, CheckpointTensor> before = history.get(step - 1).tensors();
    return history.get(step).tensors().values().stream()
        .filter(tensor -> !tensor.bytes().equals(before.get(tensor.name()).bytes()))
        .count();
  }

  @Test
  void averagesTheParameters() {
    Checkpoint end = Checkpoint.open(folder.resolve("end"));
    Checkpoint start = PARAMETERS.get(0);
    String name = "encoder/Conv_0/kernel";
    float[] average = start.tensor(name).floats();
    float decay = (float) CONFIG.generator().emaDecay();
    for (int step = 1; step <= STEPS; step++) {
      float[] next = PARAMETERS.get(step).tensor(name).floats();
      for (int i = 0; i < average.length; i++) {
        average[i] = decay * average[i] + (1 - decay) * next[i];
      }
    }
    assertThat(Errors.relative(end.tensor(MovingAverage.PREFIX + name).floats(), average))
        .isLessThan(1e-6);
    assertThat(trainer.average().tensor(name).bytes())
        .isEqualTo(end.tensor(MovingAverage.PREFIX + name).bytes());
  }

  @Test
  void countsTheUsesOfCodesAndRevivesTheDead() {
    VqganConfig model = CONFIG.model();
    assertThat(health.codes()).isEqualTo(model.codebookSize());
    assertThat(health.places()).isEqualTo(64L * EPOCH * CONFIG.batchSize());
    assertThat(health.used() + health.revived()).isEqualTo(health.codes());
    assertThat(health.perplexity()).isBetween(1.0, (double) health.used());
    float[] before = beforeEpoch.tensor("quantizer/codebook").floats();
    float[] after = afterEpoch.tensor("quantizer/codebook").floats();
    int changed = 0;
    for (int code = 0; code < model.codebookSize(); code++) {
      changed +=
          before[code * model.embeddingSize()] != after[code * model.embeddingSize()] ? 1 : 0;
    }
    assertThat(changed).isEqualTo(health.revived()).isPositive();
  }

  @Test
  void exportsWhatTheTokenizerLoads() {
    List<Image> images = batch(7);
    List<Image> reconstructions = trainer.reconstruct(images);
    try (TokenizerModel model = TokenizerModel.load(trainer.average())) {
      assertThat(model.config()).isEqualTo(CONFIG.model().tokenizer());
      List<Image> decoded = model.decode(model.encode(images));
      for (int i = 0; i < images.size(); i++) {
        assertThat(Errors.relative(reconstructions.get(i).rgb(), decoded.get(i).rgb()))
            .isLessThan(1e-5);
      }
    }
  }

  @Test
  void refusesOtherBatches() {
    assertThatThrownBy(() -> trainer.step(batch(0).subList(0, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a batch of 4, found 3");
    Image large = new Image(32, 32, new float[32 * 32 * 3]);
    assertThatThrownBy(() -> trainer.step(List.of(large)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected images of 16 pixels a side, found 32×32");
  }
}
