package org.maskgit.training;

import java.util.Arrays;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.maskgit.graph.Precision;
import org.maskgit.testing.Golden;

/** The training that the golden file recorded: the tiny transformer, three batches, no dropout. */
final class GoldenBatches {
  static final int STEPS = 3;
  static final int BATCH = 4;
  static final int POSITIONS = 17;

  static final TrainingConfig CONFIG =
      new TrainingConfig(
          new ModelConfig(64, 10, 16, 64, 3, 4, 128, 0),
          new MaskingConfig("cosine", 0, false, 0),
          new LossConfig(0.1, false, 0),
          new OptimizerConfig(1e-3, RateSchedule.CONSTANT, 0, 0.9, 0.96, 1e-8, 4.5e-2, 1.0, 0.999),
          STEPS,
          BATCH,
          1,
          Precision.FLOAT32,
          0);

  private GoldenBatches() {}

  /** The batch of a step, from 0. */
  static MaskedBatch of(int step) {
    try (Golden golden = Golden.npz("train_maskgit_batches")) {
      int[] inputs = golden.ints("inputs");
      int[] labels = golden.ints("labels");
      float[] weights = golden.floats("weights");
      int[][] inputRows = new int[BATCH][];
      int[][] labelRows = new int[BATCH][];
      float[][] weightRows = new float[BATCH][];
      for (int i = 0; i < BATCH; i++) {
        int from = (step * BATCH + i) * POSITIONS;
        inputRows[i] = Arrays.copyOfRange(inputs, from, from + POSITIONS);
        labelRows[i] = Arrays.copyOfRange(labels, from, from + POSITIONS);
        weightRows[i] = Arrays.copyOfRange(weights, from, from + POSITIONS);
      }
      return new MaskedBatch(inputRows, labelRows, weightRows);
    }
  }

  /** A trainer with the recorded weights. */
  static TransformerTrainer trainer(TrainingConfig config) {
    return TransformerTrainer.create(config, Checkpoint.open(Golden.TINY_TRANSFORMER), Device.CPU);
  }
}
