package org.maskgit.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.maskgit.MaskGit;

/** The side of the protocol that does the work; see the package. */
public final class Worker {
  private static final double NANOS = 1e9;

  private final BufferedReader in;
  private final Consumer<String> out;
  private final String about;

  /**
   * Makes a worker.
   *
   * @param in the driver's lines
   * @param out answers to the driver, nothing else
   * @param about what runs here, in a few words, such as versions
   */
  public Worker(BufferedReader in, Consumer<String> out, String about) {
    this.in = in;
    this.out = out;
    this.about = about;
  }

  /**
   * Works until the driver has had enough.
   *
   * @param settings what to do
   * @param model loads the model, if the work needs one
   * @throws IOException if the driver's lines can't be read
   */
  public void serve(WorkSettings settings, Supplier<MaskGit> model) throws IOException {
    try (Task task = task(settings, model)) {
      if (settings.work() == Work.FIRST) {
        go(task, 0, /* cpuBefore= */ 0);
        while (in.readLine() != null) {
          // The driver looks at this process before it ends.
        }
        return;
      }
      task.warmUp();
      out.accept("ready " + about);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.startsWith("go ")) {
          throw new IllegalArgumentException("expected go NUMBER, found " + line);
        }
        go(task, Integer.parseInt(line.substring(3)), cpuNanos());
      }
    }
  }

  private static Task task(WorkSettings settings, Supplier<MaskGit> model) {
    return switch (settings.work()) {
      case TRAINING -> new TrainingTask();
      case ROOF -> new RoofTask();
      default -> new GenerationTask(model.get(), settings);
    };
  }

  private void go(Task task, int number, long cpuBefore) {
    long start = System.nanoTime();
    String digest = task.run(number);
    double seconds = (System.nanoTime() - start) / NANOS;
    out.accept("done %s %s %s".formatted(seconds, (cpuNanos() - cpuBefore) / NANOS, digest));
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
