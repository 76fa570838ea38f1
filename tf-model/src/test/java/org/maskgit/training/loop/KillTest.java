package org.maskgit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.testing.KilledRun;

/** A run that is killed again and again and yet ends as one that was not. */
final class KillTest {
  private static final int KILLS = 20;
  private static final int MOST_STEPS = 12;
  private static final int MOST_MILLIS_OF_OPENING = 800;

  @TempDir private Path folder;

  @Test
  void aRunKilledAtTwentyInstantsEndsBitEqualToOneNeverKilled() throws Exception {
    Path killed = folder.resolve("killed");
    try (KilledRun run = KilledRun.of(TinyRun.class, killed, 20)) {
      for (int kill = 0; kill < KILLS; kill++) {
        if (kill % 4 == 0) {
          run.killWhileOpening(MOST_MILLIS_OF_OPENING);
        } else {
          run.killWhileTraining(MOST_STEPS);
        }
      }
      assertThat(reached(killed))
          .as("steps when killed for the last time")
          .isBetween(1L, TinyRun.STEPS - 1);
      run.finish();
    }
    Path whole = folder.resolve("whole");
    TinyRun.train(whole, LoopConfig.DEFAULT, new LoopListener() {});
    assertThat(end(killed)).hasSameBinaryContentAs(end(whole));
  }

  private static Path end(Path run) {
    return CheckpointStore.open(run.resolve("checkpoints")).file(TinyRun.STEPS);
  }

  private static long reached(Path run) {
    List<CheckpointStore.Entry> all = CheckpointStore.open(run.resolve("checkpoints")).list();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).step();
  }
}
