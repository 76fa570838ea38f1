package org.maskgit.tools;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real process that runs a main class of the test class path. */
public final class ChildJvm implements AutoCloseable {
  private static final int SECONDS = 60;

  private final Process process;
  private final Path err;
  private final Path out;

  private ChildJvm(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a process left behind. */
  public record End(int code, String out, String err) {}

  /** Starts one; its output goes to files in {@code folder}. */
  public static ChildJvm start(Path folder, List<String> jvmFlags, Class<?> main, String... args)
      throws IOException {
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new ChildJvm(process, out, err);
  }

  /** Waits until stderr holds {@code text}. */
  public void awaitErr(String text) throws IOException, InterruptedException {
    for (int i = 0; i < SECONDS * 20; i++) {
      if (Files.readString(err, StandardCharsets.UTF_8).contains(text)) {
        return;
      }
      if (!process.isAlive()) {
        break;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no '%s' in: %s".formatted(text, Files.readString(err)));
  }

  /** Sends a signal, such as {@code TERM}. */
  public void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill -%s ended with %d".formatted(name, code));
    }
  }

  /** Waits for its end. */
  public End end() throws IOException, InterruptedException {
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still runs after %d s".formatted(SECONDS));
    }
    return new End(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Whether a child would ignore SIGINT, as one does that was started in the background. */
  public static boolean ignoresSigint() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    Optional<String> mask =
        Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:")).findFirst();
    return mask.isPresent()
        && (Long.parseUnsignedLong(mask.get().substring(7).strip(), 16) >> 1 & 1) == 1;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
