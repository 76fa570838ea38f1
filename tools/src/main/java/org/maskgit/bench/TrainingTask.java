package org.maskgit.bench;

import java.util.Random;
import org.maskgit.graph.Device;
import org.maskgit.training.ModelConfig;
import org.maskgit.training.StepReport;
import org.maskgit.training.TokenBatch;
import org.maskgit.training.TrainingConfig;
import org.maskgit.training.TransformerTrainer;

/**
 * Updates of the small transformer with the vocabulary of ImageNet, on random tokens: masking,
 * dropout, label smoothing, clipping, AdamW and the moving average with it.
 */
final class TrainingTask implements Task {
  /** Updates of one go. */
  static final int STEPS = 4;

  static final TrainingConfig CONFIG =
      TrainingConfig.SMALL.withModel(new ModelConfig(1024, 1000, 64, 256, 6, 8, 1024, 0.1));

  private final TransformerTrainer trainer = TransformerTrainer.create(CONFIG, Device.CPU);
  private final TokenBatch batch = randomBatch();

  private static TokenBatch randomBatch() {
    Random random = new Random(1);
    ModelConfig model = CONFIG.model();
    int[][] tokens = new int[CONFIG.batchSize()][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = random.ints(model.tokens(), 0, model.codebookSize()).toArray();
    }
    int[] labels = random.ints(CONFIG.batchSize(), 0, model.classes()).toArray();
    return new TokenBatch(tokens, labels);
  }

  @Override
  public void warmUp() {
    StepReport first = trainer.step(batch);
    StepReport second = trainer.step(batch);
    if (Float.isNaN(first.loss()) || Float.isNaN(second.loss())) {
      throw new IllegalStateException("expected a finite loss, found NaN");
    }
  }

  @Override
  public String run(int number) {
    for (int i = 0; i < STEPS; i++) {
      trainer.step(batch);
    }
    return NO_DIGEST;
  }

  @Override
  public void close() {
    trainer.close();
  }
}
