package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Map;
import org.maskgit.data.ImageBatch;
import org.maskgit.training.loop.StepMetrics;
import org.maskgit.training.loop.Trainable;

/**
 * The training of a tokenizer in a loop. After every epoch it looks at the codebook's health, and
 * places dead codes anew if the configuration says so, as part of the epoch's last step.
 */
public final class TokenizerTraining implements Trainable<ImageBatch> {
  private final TokenizerTrainer trainer;
  private final long epochSteps;

  private TokenizerTraining(TokenizerTrainer trainer, long epochSteps) {
    this.trainer = trainer;
    this.epochSteps = epochSteps;
  }

  /**
   * Makes a training.
   *
   * @param trainer the trainer, closed with this
   * @param epochSteps steps of an epoch, at least 1
   * @return the training
   * @throws IllegalArgumentException if an epoch has no steps
   */
  public static TokenizerTraining of(TokenizerTrainer trainer, long epochSteps) {
    checkArgument(epochSteps >= 1, "expected an epoch of at least 1 step, found %s", epochSteps);
    return new TokenizerTraining(trainer, epochSteps);
  }

  @Override
  public long steps() {
    return trainer.steps();
  }

  @Override
  public StepMetrics step(ImageBatch batch) {
    TokenizerStepReport report = trainer.step(batch.images());
    ImmutableMap.Builder<String, Float> scalars = ImmutableMap.builder();
    scalars.putAll(report.terms());
    if (report.step() % epochSteps == 0) {
      CodebookHealth health = trainer.endEpoch(batch.images());
      scalars
          .put("codebook/usage", (float) health.usage())
          .put("codebook/perplexity", (float) health.perplexity())
          .put("codebook/dead", (float) (health.codes() - health.used()))
          .put("codebook/revived", (float) health.revived());
    }
    // The generator's whole loss may be negative; how well it reconstructs is not.
    return new StepMetrics(
        report.terms().getOrDefault("l2", 0f), scalars.buildOrThrow(), ImmutableMap.of());
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
