package org.maskgit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.tensorflow.TensorFlow;

/**
 * A run in processes of its own that are killed with a signal that no process can catch, and
 * started again. While one runs, the next one loads what it needs and waits for its start.
 */
public final class KilledRun implements AutoCloseable {
  /** 128 + SIGKILL. */
  private static final int KILLED = 137;

  private static final int MOST_MICROS_IN_A_STEP = 5_000;

  private final Class<?> main;
  private final Path run;
  private final SplittableRandom random;
  private Process next;

  private KilledRun(Class<?> main, Path run, SplittableRandom random) throws IOException {
    this.main = main;
    this.run = run;
    this.random = random;
    this.next = launch();
  }

  /**
   * Prepares a run.
   *
   * @param main what runs: it calls {@link #awaitStart} and {@link #tellStep}
   * @param run its only argument, the run's folder
   * @param seed of the instants
   * @return the run, to be closed
   * @throws IOException if no process can be started
   */
  public static KilledRun of(Class<?> main, Path run, long seed) throws IOException {
    return new KilledRun(main, run, new SplittableRandom(seed));
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            run.toString())
        .redirectError(ProcessBuilder.Redirect.appendTo(Path.of(run + ".log").toFile()))
        .start();
  }

  private Process start() throws IOException {
    Process process = next;
    next = launch();
    try (OutputStream in = process.getOutputStream()) {
      in.write(1);
    }
    return process;
  }

  /**
   * Kills the run while it is being opened: up to so long after its start.
   *
   * @param mostMillis the longest time
   * @throws Exception if the run ended by itself
   */
  public void killWhileOpening(int mostMillis) throws Exception {
    Process process = start();
    TimeUnit.MICROSECONDS.sleep(random.nextInt(1000 * mostMillis));
    kill(process);
  }

  /**
   * Kills the run some steps, and some part of a step or a checkpoint, after its start.
   *
   * @param mostSteps the largest number of steps
   * @throws Exception if the run ended by itself
   */
  public void killWhileTraining(int mostSteps) throws Exception {
    Process process = start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    for (int steps = 1 + random.nextInt(mostSteps); steps > 0; steps--) {
      assertThat(lines.readLine()).as("a step; %s", log()).isNotNull();
    }
    TimeUnit.MICROSECONDS.sleep(random.nextInt(MOST_MICROS_IN_A_STEP));
    kill(process);
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor()).isEqualTo(KILLED);
  }

  /**
   * Lets the run go on to its end.
   *
   * @throws Exception if it fails
   */
  public void finish() throws Exception {
    Process last = next;
    try (OutputStream in = last.getOutputStream()) {
      in.write(1);
    }
    last.getInputStream().transferTo(OutputStream.nullOutputStream());
    assertThat(last.waitFor()).as(log()).isZero();
  }

  private String log() throws IOException {
    return Files.readString(Path.of(run + ".log"));
  }

  /** Ends what is still waiting. */
  @Override
  public void close() {
    next.destroyForcibly();
  }

  /**
   * In the run: loads TensorFlow and waits for the start.
   *
   * @throws IOException if nobody waits for this run any more
   */
  public static void awaitStart() throws IOException {
    assertThat(TensorFlow.version()).isNotEmpty();
    if (System.in.read() < 0) {
      throw new IOException("The test has ended.");
    }
  }

  /**
   * In the run: says that a step is done.
   *
   * @param step its number
   */
  public static void tellStep(long step) {
    System.out.println(step);
  }
}
