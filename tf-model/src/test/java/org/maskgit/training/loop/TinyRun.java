package org.maskgit.training.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.maskgit.testing.KilledRun;
import org.maskgit.training.TokenBatch;
import org.maskgit.training.TrainingConfig;
import org.maskgit.training.TransformerTrainer;

/** A whole run of a tiny transformer, in a process of its own or not. */
final class TinyRun {
  static final long STEPS = 200;

  private static final String CONFIG =
      """
      {"preset": "small", "steps": %d, "batchSize": 4,
       "model": {"codebookSize": 16, "classes": 3, "tokens": 16, "hiddenSize": 16, "layers": 1,
                 "heads": 2, "mlpSize": 32}}
      """
          .formatted(STEPS);

  private static final LoopConfig LOOP = new LoopConfig(4, 0, 2, 50, 1, 0, 100);

  private TinyRun() {}

  /** Trains in the folder that is named, from wherever the run there stands. */
  public static void main(String[] args) throws IOException {
    KilledRun.awaitStart();
    train(
        Path.of(args[0]),
        LOOP,
        new LoopListener() {
          @Override
          public void onStep(LoopProgress progress, StepMetrics metrics) {
            KilledRun.tellStep(progress.step());
          }
        });
  }

  static TrainingConfig config() {
    return TrainingConfig.parse(CONFIG, "the test");
  }

  static void train(Path root, LoopConfig loop, LoopListener listener) {
    try (RunFolder run = RunFolder.open(root)) {
      Optional<Checkpoint> saved = run.checkpoints().newest();
      try (TransformerTraining training =
              new TransformerTraining(
                  saved
                      .map(state -> TransformerTrainer.resume(config(), state, Device.CPU))
                      .orElseGet(() -> TransformerTrainer.create(config(), Device.CPU)));
          Batches batches =
              new Batches(saved.map(TrainingLoop::position).map(Long::parseLong).orElse(0L))) {
        new TrainingLoop<>(training, batches, run.checkpoints(), loop, STEPS, listener)
            .run(() -> false);
      }
    }
  }

  /** Batches that are functions of their number. */
  static final class Batches implements BatchSource<TokenBatch> {
    private long next;

    Batches(long next) {
      this.next = next;
    }

    @Override
    public TokenBatch next() {
      SplittableRandom random = new SplittableRandom(next++);
      int[][] tokens = new int[4][];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = random.ints(16, 0, 16).toArray();
      }
      return new TokenBatch(tokens, random.ints(tokens.length, 0, 3).toArray());
    }

    @Override
    public String position() {
      return Long.toString(next);
    }

    @Override
    public void close() {}
  }
}
