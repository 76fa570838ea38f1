package org.maskgit.graph;

import java.util.Optional;

/**
 * How a network computes in inference. Immutable.
 *
 * @param kernels which operations it is made of
 * @param precision the type of weights and activations
 */
public record Execution(Kernels kernels, Precision precision) {
  /** Public operations in float32, which run everywhere. */
  public static final Execution PORTABLE = new Execution(Kernels.PORTABLE, Precision.FLOAT32);

  /**
   * Chooses the faster kernels of this machine, see {@link KernelChoice}.
   *
   * @param precision the type of weights and activations
   * @return how to compute
   */
  public static Execution fastest(Precision precision) {
    return new Execution(KernelChoice.ofThisMachine().kernels(), precision);
  }

  /**
   * Says why this machine can't compute so. A network that is opened all the same is refused: an
   * instruction that the CPU lacks would end the process.
   *
   * @return one sentence; empty if it can
   */
  public Optional<String> obstacle() {
    if (!precision.isSupported()) {
      return Optional.of(
          "bfloat16 needs a CPU with the instructions avx512_bf16 or amx_bf16, found one without"
              + " (Linux lists them in /proc/cpuinfo); take float32.");
    }
    return kernels.obstacle();
  }
}
