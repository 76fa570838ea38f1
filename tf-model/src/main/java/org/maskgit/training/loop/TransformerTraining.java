package org.maskgit.training.loop;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Map;
import org.maskgit.training.StepReport;
import org.maskgit.training.TokenBatch;
import org.maskgit.training.TransformerTrainer;

/**
 * The training of a transformer in a loop.
 *
 * @param trainer the trainer, closed with this
 */
public record TransformerTraining(TransformerTrainer trainer) implements Trainable<TokenBatch> {

  @Override
  public long steps() {
    return trainer.steps();
  }

  @Override
  public StepMetrics step(TokenBatch batch) {
    StepReport report = trainer.step(batch);
    return new StepMetrics(
        report.loss(),
        ImmutableMap.of(
            "loss", report.loss(),
            "gradient_norm", report.gradientNorm(),
            "learning_rate", report.learningRate()),
        ImmutableMap.of("masked_share", report.maskedShares()));
  }

  @Override
  public void save(Path file, Map<String, String> notes) {
    trainer.save(file, notes);
  }

  @Override
  public void close() {
    trainer.close();
  }
}
