package org.maskgit.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The type that matrix products compute in; parameters and everything else are float32. */
public enum Precision {
  /** As the official code. */
  FLOAT32,

  /**
   * Products of bfloat16, summed in float32: twice the speed on a CPU that has the instructions. On
   * one that has not, it is slower than float32, or the process is killed by an illegal
   * instruction.
   */
  BFLOAT16;

  private static final boolean CPU_HAS_BFLOAT16 = cpuHasBfloat16();

  /**
   * Says whether this machine's CPU computes in this precision.
   *
   * @return true for float32; for bfloat16, whether Linux lists {@code avx512_bf16} or {@code
   *     amx_bf16}
   */
  public boolean isSupported() {
    return this == FLOAT32 || CPU_HAS_BFLOAT16;
  }

  private static boolean cpuHasBfloat16() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.anyMatch(
          line -> line.startsWith("flags") && line.matches(".*\\b(avx512|amx)_bf16\\b.*"));
    } catch (IOException e) {
      return false; // no Linux
    }
  }
}
