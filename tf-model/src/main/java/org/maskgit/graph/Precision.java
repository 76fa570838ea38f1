package org.maskgit.graph;

/**
 * The type that a network computes in. In training it is that of the matrix products alone;
 * parameters and everything else are float32. In inference it is that of weights and activations.
 */
public enum Precision {
  /** As the official code. */
  FLOAT32,

  /**
   * Products of bfloat16, summed in float32: twice the speed on a CPU that has the instructions. On
   * one that has not, it is slower than float32, or the process is killed by an illegal
   * instruction.
   */
  BFLOAT16;

  /**
   * Says whether this machine's CPU computes in this precision.
   *
   * @return true for float32; for bfloat16, whether Linux lists {@code avx512_bf16} or {@code
   *     amx_bf16}
   */
  public boolean isSupported() {
    return this == FLOAT32 || CpuFlags.has("avx512_bf16") || CpuFlags.has("amx_bf16");
  }
}
