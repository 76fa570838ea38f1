package org.maskgit.bench;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** What Linux tells of itself and of a process; elsewhere nothing is known. */
final class ProcFiles {
  private static final double TICKS_PER_SECOND = 100; // USER_HZ is 100 on every Linux
  private static final Splitter SPACES = Splitter.onPattern("\\s+").omitEmptyStrings();

  private ProcFiles() {}

  /**
   * CPU seconds that all processes have used since the start, time stolen by other machines too.
   */
  static OptionalDouble busySeconds() {
    return read(Path.of("/proc/stat")).stream()
        .filter(line -> line.startsWith("cpu "))
        .mapToDouble(ProcFiles::busySeconds)
        .findFirst();
  }

  // cpu user nice system idle iowait irq softirq steal guest guest_nice; guests are in user, too.
  private static double busySeconds(String line) {
    List<String> fields = SPACES.splitToList(line);
    double ticks = 0;
    for (int i = 1; i < Math.min(fields.size(), 9); i++) {
      if (i != 4 && i != 5) {
        ticks += Double.parseDouble(fields.get(i));
      }
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** A size of a process, such as {@code VmHWM} or {@code RssAnon}, in MB of a million bytes. */
  static OptionalDouble megabytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key + ":"))
        .mapToDouble(line -> Double.parseDouble(SPACES.splitToList(line).get(1)) * 1024 / 1e6)
        .findFirst();
  }

  /** The lines of a process's status; none if it has ended. */
  static List<String> status(long process) {
    return read(Path.of("/proc/%d/status".formatted(process)));
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
