package org.maskgit.bench;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Watches the memory of a process: Linux keeps the peak of the sum only, not of its parts. */
final class MemoryWatch implements AutoCloseable {
  private static final long MILLIS = 50;

  private final long process;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "memory-watch");
            thread.setDaemon(true);
            return thread;
          });
  private Memory peak = new Memory(0, 0, 0);

  MemoryWatch(long process) {
    this.process = process;
    var unused = clock.scheduleWithFixedDelay(this::look, 0, MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    List<String> status = ProcFiles.status(process);
    peak =
        new Memory(
            larger(peak.peak(), status, "VmHWM"),
            larger(peak.anonymous(), status, "RssAnon"),
            larger(peak.file(), status, "RssFile"));
  }

  private static double larger(double known, List<String> status, String key) {
    return Math.max(known, ProcFiles.megabytes(status, key).orElse(0));
  }

  /** The peaks until now. */
  synchronized Memory peak() {
    look();
    return peak;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
