package org.maskgit.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The instruction sets of this machine's CPU, as Linux lists them; none elsewhere. */
final class CpuFlags {
  private static final Set<String> FLAGS = read();

  private CpuFlags() {}

  /** Whether Linux lists an instruction set, such as {@code avx512_bf16}. */
  static boolean has(String name) {
    return FLAGS.contains(name);
  }

  private static Set<String> read() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .limit(1)
          .flatMap(line -> Stream.of(line.split("\\s+")))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      return Set.of(); // no Linux
    }
  }
}
