package org.maskgit.training;

import org.maskgit.graph.Precision;

/** A training of milliseconds, with everything that is random switched on. */
final class TinyTraining {
  static final ModelConfig MODEL = new ModelConfig(16, 3, 16, 16, 1, 2, 32, 0.1);

  static final TrainingConfig CONFIG =
      new TrainingConfig(
          MODEL,
          new MaskingConfig("cosine", 0, false, 0.1),
          new LossConfig(0.1, true, 0.1),
          new OptimizerConfig(1e-2, RateSchedule.COSINE, 4, 0.9, 0.96, 1e-8, 4.5e-2, 1.0, 0.9),
          100,
          8,
          1,
          Precision.FLOAT32,
          7);

  private TinyTraining() {}

  /** Images of stripes: token (row + column + class) mod 16. */
  static TokenBatch batch(int size) {
    int[][] tokens = new int[size][MODEL.tokens()];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = i % MODEL.classes();
      for (int j = 0; j < MODEL.tokens(); j++) {
        tokens[i][j] = (j / 4 + j % 4 + 5 * labels[i]) % MODEL.codebookSize();
      }
    }
    return new TokenBatch(tokens, labels);
  }

  static TrainingConfig with(MaskingConfig masking, LossConfig loss) {
    TrainingConfig c = CONFIG;
    return new TrainingConfig(
        c.model(),
        masking,
        loss,
        c.optimizer(),
        c.steps(),
        c.batchSize(),
        1,
        c.precision(),
        c.seed());
  }

  static TrainingConfig with(ModelConfig model, int microBatches) {
    TrainingConfig c = CONFIG;
    return new TrainingConfig(
        model,
        c.masking(),
        c.loss(),
        c.optimizer(),
        c.steps(),
        c.batchSize(),
        microBatches,
        c.precision(),
        c.seed());
  }
}
