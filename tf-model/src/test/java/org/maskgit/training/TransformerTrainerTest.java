package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.graph.Device;
import org.maskgit.graph.Precision;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.TransformerModel;

class TransformerTrainerTest {
  private static final TokenBatch BATCH = TinyTraining.batch(8);

  /** For tests that don't mind at which step they find it: building one takes half a second. */
  private static TransformerTrainer shared;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    shared = TransformerTrainer.create(TinyTraining.CONFIG, Device.CPU);
  }

  @AfterAll
  static void close() {
    shared.close();
  }

  private static void run(TransformerTrainer trainer, int steps) {
    for (int i = 0; i < steps; i++) {
      trainer.step(BATCH);
    }
  }

  private Checkpoint saved(TransformerTrainer trainer, String name) {
    Path file = folder.resolve(name);
    trainer.save(file, Map.of());
    return Checkpoint.open(file);
  }

  private static void assertEqualBits(Checkpoint found, Checkpoint expected) {
    assertThat(found.tensors().keySet()).isEqualTo(expected.tensors().keySet());
    for (CheckpointTensor tensor : expected.tensors().values()) {
      assertThat(found.tensor(tensor.name()).bytes()).as(tensor.name()).isEqualTo(tensor.bytes());
    }
  }

  private void assertResumesBitEqual(TrainingConfig config) {
    try (TransformerTrainer through = TransformerTrainer.create(config, Device.CPU);
        TransformerTrainer first = TransformerTrainer.create(config, Device.CPU)) {
      run(through, 9);
      run(first, 4);
      try (TransformerTrainer second =
          TransformerTrainer.resume(config, saved(first, "after4.safetensors"), Device.CPU)) {
        assertThat(second.steps()).isEqualTo(4);
        run(second, 5);
        assertEqualBits(saved(second, "resumed"), saved(through, "through"));
      }
    }
  }

  @Test
  void goesOnBitEqualFromASavedState() {
    assertResumesBitEqual(TinyTraining.CONFIG);
  }

  @Test
  void goesOnBitEqualWithMicroBatches() {
    assertResumesBitEqual(TinyTraining.with(TinyTraining.MODEL, 4));
  }

  @Test
  void theStateHoldsEverythingUnderPlainNames() {
    run(shared, 2);
    Path file = folder.resolve("state");
    shared.save(file, Map.of("data.position", "1234"));
    Checkpoint state = Checkpoint.open(file);
    String name = "MlmLayer_0/mlm_dense/kernel";
    assertThat(state.tensors())
        .containsKeys(name, "ema/" + name, "opt/m/" + name, "opt/v/" + name, "opt/step");
    assertThat(state.tensor("opt/step").bytes().getLong()).isEqualTo(shared.steps());
    assertThat(state.metadata()).containsEntry("data.position", "1234");
    assertThat(TrainingConfig.parse(state.metadata().get(TransformerTrainer.CONFIG_KEY), "state"))
        .isEqualTo(TinyTraining.CONFIG);
  }

  @Test
  void theLossFallsOnImagesThatRepeat() {
    try (TransformerTrainer trainer = TransformerTrainer.create(TinyTraining.CONFIG, Device.CPU)) {
      MaskedBatch held = new Masking(TinyTraining.CONFIG).mask(BATCH, 99, 0);
      float before = trainer.evaluate(held);
      run(trainer, 60);
      assertThat(before).isCloseTo((float) Math.log(16), within(0.1f));
      assertThat(trainer.evaluate(held)).isLessThan(0.75f * before);
    }
  }

  @Test
  void microBatchesGiveTheGradientOfTheWholeBatch() {
    ModelConfig noDropout = new ModelConfig(16, 3, 16, 16, 1, 2, 32, 0);
    try (TransformerTrainer whole =
            TransformerTrainer.create(TinyTraining.with(noDropout, 1), Device.CPU);
        TransformerTrainer parts =
            TransformerTrainer.create(TinyTraining.with(noDropout, 4), Device.CPU)) {
      for (int i = 0; i < 3; i++) {
        StepReport expected = whole.step(BATCH);
        StepReport found = parts.step(BATCH);
        assertThat(found.loss()).isCloseTo(expected.loss(), within(1e-5f));
        assertThat(found.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-5f));
        assertThat(found.learningRate()).isEqualTo(expected.learningRate());
      }
    }
  }

  @Test
  void theRateWarmsUpAndFollowsACosine() {
    OptimizerConfig optimizer = TinyTraining.CONFIG.optimizer();
    try (TransformerTrainer trainer = TransformerTrainer.create(TinyTraining.CONFIG, Device.CPU)) {
      for (int step = 0; step < 12; step++) {
        double warm = Math.min(1, (step + 1) / 4.0);
        double cosine = 0.5 * (1 + Math.cos(Math.PI * Math.max(0, step - 4) / 96.0));
        assertThat((double) trainer.step(BATCH).learningRate())
            .isCloseTo(optimizer.learningRate() * warm * cosine, within(1e-8));
      }
    }
  }

  @Test
  void theAverageFollowsTheParameters() {
    String name = "MlmLayer_0/mlm_dense/kernel";
    try (TransformerTrainer trainer = TransformerTrainer.create(TinyTraining.CONFIG, Device.CPU)) {
      float[] expected = trainer.parameters().tensor(name).floats();
      assertThat(trainer.average().tensor(name).floats()).isEqualTo(expected);
      for (int step = 0; step < 3; step++) {
        trainer.step(BATCH);
        float[] parameters = trainer.parameters().tensor(name).floats();
        for (int i = 0; i < expected.length; i++) {
          expected[i] = 0.9f * expected[i] + 0.1f * parameters[i];
        }
      }
      assertThat(Golden.maxAbsDifference(trainer.average().tensor(name).floats(), expected))
          .isLessThan(1e-8);
    }
  }

  @Test
  void whatItExportsIsAModelThatSaysTheSame() {
    int[][] tokens = new Masking(TinyTraining.CONFIG).mask(BATCH, 1, 0).inputs();
    run(shared, 3);
    float[] expected = shared.logits(tokens);
    try (TransformerModel model =
        TransformerModel.load(shared.average(), TinyTraining.MODEL.codebookSize())) {
      assertThat(Golden.maxAbsDifference(model.logits(tokens), expected)).isLessThan(1e-5);
    }
  }

  @Test
  void dropsOutInTrainingAlone() {
    MaskedBatch masked = new Masking(TinyTraining.CONFIG).mask(BATCH, 1, 0);
    try (TransformerTrainer trainer = TransformerTrainer.create(TinyTraining.CONFIG, Device.CPU)) {
      float undropped = trainer.evaluate(masked);
      assertThat(trainer.evaluate(masked)).isEqualTo(undropped);
      // The average equals the parameters still, so that only dropout is between the two.
      assertThat(trainer.step(masked).loss()).isNotEqualTo(undropped);
    }
  }

  @Test
  void bfloat16FollowsFloat32() {
    assumeThat(Precision.BFLOAT16.isSupported()).isTrue();
    try (TransformerTrainer exact = TransformerTrainer.create(TinyTraining.CONFIG, Device.CPU);
        TransformerTrainer rough =
            TransformerTrainer.create(
                TinyTraining.CONFIG.withPrecision(Precision.BFLOAT16), Device.CPU)) {
      for (int i = 0; i < 20; i++) {
        float expected = exact.step(BATCH).loss();
        assertThat(rough.step(BATCH).loss()).isCloseTo(expected, within(0.02f * expected));
      }
      assertThat(rough.parameters().tensor("MlmLayer_0/mlm_dense/kernel").floats())
          .isNotEqualTo(exact.parameters().tensor("MlmLayer_0/mlm_dense/kernel").floats());
    }
  }

  @Test
  void aStepAddsNeitherOperationsNorNativeMemory() {
    run(shared, 20);
    int operations = operations(shared);
    long pointers = Pointer.totalCount();
    run(shared, 100);
    assertThat(operations(shared)).isEqualTo(operations);
    assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers);
  }

  private static int operations(TransformerTrainer trainer) {
    int count = 0;
    for (Iterator<?> i = trainer.session().ops().graph.operations(); i.hasNext(); i.next()) {
      count++;
    }
    return count;
  }

  @Test
  void saysWhatIsMissingInAState() {
    Checkpoint parameters = shared.parameters();
    assertThatThrownBy(() -> TransformerTrainer.resume(TinyTraining.CONFIG, parameters, Device.CPU))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("missing: opt/step int64");
  }

  @Test
  void refusesABatchOfAnotherSizeAndWorkAfterClosing() {
    TransformerTrainer trainer = TransformerTrainer.create(TinyTraining.CONFIG, Device.CPU);
    assertThatThrownBy(() -> trainer.step(TinyTraining.batch(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a batch of 8, found 4");
    trainer.close();
    trainer.close();
    assertThatThrownBy(() -> trainer.step(BATCH))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("expected an open trainer, found one that is closed");
  }
}
