package org.maskgit.training.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a run at random instants with a signal that no process can catch. */
final class KillTest {
  private static final int KILLS = 20;
  private static final int MOST_STEPS = 30;

  /** 128 + SIGKILL. */
  private static final int KILLED = 137;

  @TempDir private Path folder;

  @Test
  void aRunKilledAtTwentyInstantsEndsBitEqualToOneNeverKilled() throws Exception {
    Path killed = folder.resolve("killed");
    SplittableRandom random = new SplittableRandom(20);
    for (int kill = 0; kill < KILLS; kill++) {
      kill(killed, kill % 4 == 0 ? 0 : 1 + random.nextInt(MOST_STEPS), random);
    }
    assertThat(reached(killed))
        .as("steps when killed for the last time")
        .isBetween(1L, TinyRun.STEPS - 1);
    Process last = start(killed);
    last.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(last.waitFor()).isZero();

    Path whole = folder.resolve("whole");
    TinyRun.train(whole, LoopConfig.DEFAULT, new LoopListener() {});
    assertThat(end(killed)).hasSameBinaryContentAs(end(whole));
  }

  /** Kills a run some steps, and some part of a step or a checkpoint, after it began. */
  private void kill(Path run, int steps, SplittableRandom random) throws Exception {
    Process process = start(run);
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (int i = 0; i < steps; i++) {
      assertThat(lines.readLine()).as("a step of run " + process.pid()).isNotNull();
    }
    int most = steps == 0 ? 1_000_000 : 5_000;
    TimeUnit.MICROSECONDS.sleep(random.nextInt(most));
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(KILLED);
  }

  private static Path end(Path run) {
    return CheckpointStore.open(run.resolve("checkpoints")).file(TinyRun.STEPS);
  }

  private static long reached(Path run) {
    Path checkpoints = run.resolve("checkpoints");
    List<CheckpointStore.Entry> all =
        Files.isDirectory(checkpoints) ? CheckpointStore.open(checkpoints).list() : List.of();
    return all.isEmpty() ? 0 : all.get(all.size() - 1).step();
  }

  private Process start(Path run) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            TinyRun.class.getName(),
            run.toString())
        .redirectError(folder.resolve("log").toFile())
        .start();
  }
}
