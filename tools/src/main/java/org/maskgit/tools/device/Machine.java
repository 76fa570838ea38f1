package org.maskgit.tools.device;

import com.google.common.base.Splitter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts about the machine and its Java, in words. */
public final class Machine {
  private static final double GIBI = 1L << 30;
  private static final Set<String> INSTRUCTION_SETS =
      Set.of(
          "sse4_2",
          "avx",
          "avx2",
          "fma",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "amx_tile",
          "asimd",
          "sve");

  private Machine() {}

  /**
   * Names the Java that runs this.
   *
   * @return such as {@code 17.0.15 (Debian), /usr/lib/jvm/java-17}
   */
  public static String java() {
    return "%s (%s), %s"
        .formatted(
            System.getProperty("java.version"),
            System.getProperty("java.vendor"),
            System.getProperty("java.home"));
  }

  /**
   * Names the operating system and the architecture.
   *
   * @return such as {@code Linux 6.1 amd64}
   */
  public static String platform() {
    return "%s %s %s"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }

  /**
   * Names the number of cores and the instruction sets that matter to TensorFlow.
   *
   * @return such as {@code 8 cores: avx avx2 fma}
   */
  public static String processor() {
    String sets = String.join(" ", instructionSets());
    return "%d cores%s"
        .formatted(Runtime.getRuntime().availableProcessors(), sets.isEmpty() ? "" : ": " + sets);
  }

  private static List<String> instructionSets() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
          .limit(1)
          .flatMap(line -> Splitter.on(' ').splitToStream(line))
          .filter(INSTRUCTION_SETS::contains)
          .sorted()
          .collect(Collectors.toList());
    } catch (IOException e) {
      // Only Linux says so in a file.
      return List.of();
    }
  }

  /**
   * Names the memory of the machine and the heap's limit.
   *
   * @return such as {@code 31.2 GiB, of which Java's heap may take 7.8 GiB}
   */
  public static String memory() {
    String heap = String.format(Locale.ROOT, "%.1f GiB", Runtime.getRuntime().maxMemory() / GIBI);
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? String.format(
            Locale.ROOT,
            "%.1f GiB, of which Java's heap may take %s",
            system.getTotalMemorySize() / GIBI,
            heap)
        : "Java's heap may take " + heap;
  }
}
