package org.maskgit.tokenizer.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.data.Augmentation;
import org.maskgit.data.ImageBatch;
import org.maskgit.data.ImageBatchConfig;
import org.maskgit.data.ImageBatches;
import org.maskgit.data.ImageSet;
import org.maskgit.graph.Device;
import org.maskgit.testing.KilledRun;
import org.maskgit.training.loop.LoopConfig;
import org.maskgit.training.loop.LoopListener;
import org.maskgit.training.loop.LoopProgress;
import org.maskgit.training.loop.RunFolder;
import org.maskgit.training.loop.StepMetrics;
import org.maskgit.training.loop.TrainingLoop;

/**
 * A whole run of a tiny tokenizer on the images of {@code images} beside it, with epochs that
 * revive codes, in a process of its own or not.
 */
final class TokenizerRun {
  static final long STEPS = 24;

  private static final int EPOCH = 3;
  private static final LoopConfig LOOP = new LoopConfig(2, 0, 2, 0, 1, 0, 1000);

  private TokenizerRun() {}

  /** Trains in the folder that is named, from wherever the run there stands. */
  public static void main(String[] args) throws IOException {
    KilledRun.awaitStart();
    train(
        Path.of(args[0]),
        new LoopListener() {
          @Override
          public void onStep(LoopProgress progress, StepMetrics metrics) {
            KilledRun.tellStep(progress.step());
          }
        });
  }

  static void train(Path root, LoopListener listener) {
    TokenizerTrainingConfig config = TinyTokenizers.ALONE;
    ImageSet images = ImageSet.open(root.resolveSibling("images"));
    ImageBatchConfig batching =
        ImageBatchConfig.training(config.batchSize(), 16, 3, Augmentation.FLIP);
    try (RunFolder run = RunFolder.open(root)) {
      Optional<Checkpoint> saved = run.checkpoints().newest();
      try (TokenizerTraining training =
              TokenizerTraining.of(
                  saved
                      .map(state -> TokenizerTrainer.resume(config, state, Device.CPU))
                      .orElseGet(() -> TokenizerTrainer.create(config, Device.CPU)),
                  EPOCH);
          ImageBatches batches =
              ImageBatches.open(
                  images, batching, saved.map(TrainingLoop::position).orElse(ImageBatches.START))) {
        new TrainingLoop<ImageBatch>(training, batches, run.checkpoints(), LOOP, STEPS, listener)
            .run(() -> false);
      }
    }
  }
}
