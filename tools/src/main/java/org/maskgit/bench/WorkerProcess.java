package org.maskgit.bench;

import com.google.common.base.Splitter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.maskgit.io.DataException;

/** The driver's side of the protocol: a worker's process. */
final class WorkerProcess implements AutoCloseable {
  private static final double NANOS = 1e9;
  private static final int PATIENCE_SECONDS = 30;

  private final Variant variant;
  private final Path errors;
  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;
  private final MemoryWatch memory;

  private WorkerProcess(Variant variant, Path errors, Process process) {
    this.variant = variant;
    this.errors = errors;
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.in =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
    this.memory = new MemoryWatch(process.pid());
  }

  /** Starts a worker; what it says on stderr is kept for the case that it fails. */
  static WorkerProcess start(Variant variant, List<String> command) throws IOException {
    Path errors = Files.createTempFile("maskgit-bench", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(variant.environment());
    try {
      return new WorkerProcess(variant, errors, builder.start());
    } catch (IOException e) {
      Files.delete(errors);
      throw new DataException(
          "%s: expected a program that can be started, found %s; check the variant's command."
              .formatted(variant.name(), e.getMessage()),
          e);
    }
  }

  /** Waits until it has warmed up; returns what it says of itself. */
  String awaitReady() throws IOException {
    return expect("ready").strip();
  }

  /** Lets it do its work. */
  Sample go(int number) throws IOException {
    Measured before = Measured.now();
    in.println("go " + number);
    Done done = Done.parse(expect("done"));
    return Measured.now().since(before, done, done.seconds());
  }

  /** Waits for the work of a process that has just been started. */
  static Sample first(Variant variant, List<String> command, List<Memory> memories)
      throws IOException {
    Measured before = Measured.now();
    try (WorkerProcess worker = start(variant, command)) {
      Done done = Done.parse(worker.expect("done"));
      Measured after = Measured.now();
      memories.add(worker.memory());
      return after.since(before, done, after.seconds() - before.seconds());
    }
  }

  Memory memory() {
    return memory.peak();
  }

  private String expect(String word) throws IOException {
    String line = out.readLine();
    if (line != null && (line + " ").startsWith(word + " ")) {
      return line.substring(word.length());
    }
    throw new DataException(
        "%s: expected the worker to say '%s', found %s; %s"
            .formatted(
                variant.name(),
                word,
                line == null ? "that it ended" : "'" + line + "'",
                lastWords()));
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readString(errors).lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty()
        ? "it said nothing else."
        : "its last words: " + lines.get(lines.size() - 1).strip();
  }

  @Override
  public void close() throws IOException {
    memory.close();
    in.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(errors);
  }

  /** What a worker answers. */
  private record Done(double seconds, double cpuSeconds, String digest) {
    static Done parse(String text) {
      List<String> words = Splitter.on(' ').omitEmptyStrings().splitToList(text);
      if (words.size() != 3) {
        throw new DataException(
            "Expected a worker's answer 'done SECONDS CPU_SECONDS DIGEST', found 'done%s'."
                .formatted(text));
      }
      return new Done(
          Double.parseDouble(words.get(0)), Double.parseDouble(words.get(1)), words.get(2));
    }
  }

  /** The clock and the use of the machine's cores, in seconds. */
  private record Measured(double seconds, double busy, double own) {
    static Measured now() {
      double own =
          ManagementFactory.getOperatingSystemMXBean()
                  instanceof com.sun.management.OperatingSystemMXBean system
              ? system.getProcessCpuTime() / NANOS
              : 0;
      return new Measured(System.nanoTime() / NANOS, ProcFiles.busySeconds().orElse(0), own);
    }

    Sample since(Measured before, Done done, double taken) {
      double others = busy - before.busy - done.cpuSeconds() - (own - before.own);
      return new Sample(
          taken,
          done.cpuSeconds(),
          Math.max(0, others / (seconds - before.seconds)),
          done.digest());
    }
  }
}
