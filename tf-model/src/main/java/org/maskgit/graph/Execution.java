package org.maskgit.graph;

import java.util.Optional;

/**
 * How and where a network computes in inference. Immutable.
 *
 * @param kernels which operations it is made of
 * @param precision the type of weights and activations
 * @param device where its session computes
 */
public record Execution(Kernels kernels, Precision precision, Device device) {
  /** Public operations in float32 on the processor of this machine, which run everywhere. */
  public static final Execution PORTABLE = portable(Device.CPU);

  /**
   * Computes on the processor of this machine.
   *
   * @param kernels which operations it is made of
   * @param precision the type of weights and activations
   */
  public Execution(Kernels kernels, Precision precision) {
    this(kernels, precision, Device.CPU);
  }

  /**
   * Computes with public operations in float32.
   *
   * @param device where
   * @return how to compute
   */
  public static Execution portable(Device device) {
    return new Execution(Kernels.PORTABLE, Precision.FLOAT32, device);
  }

  /**
   * Chooses the faster kernels of this machine's processor, see {@link KernelChoice}.
   *
   * @param precision the type of weights and activations
   * @return how to compute
   */
  public static Execution fastest(Precision precision) {
    return fastest(precision, Device.CPU);
  }

  /**
   * Chooses the faster kernels of a device: elsewhere than on this machine's processor there is no
   * choice.
   *
   * @param precision the type of weights and activations
   * @param device where
   * @return how to compute
   */
  public static Execution fastest(Precision precision, Device device) {
    Kernels kernels =
        device.isThisProcessor() ? KernelChoice.ofThisMachine().kernels() : Kernels.PORTABLE;
    return new Execution(kernels, precision, device);
  }

  /**
   * Says why this machine can't compute so. A network that is opened all the same is refused: an
   * instruction that the CPU lacks would end the process.
   *
   * @return one sentence; empty if it can
   */
  public Optional<String> obstacle() {
    if (!device.isThisProcessor() && kernels != Kernels.PORTABLE) {
      return Optional.of(
          "The onednn kernels compute on this machine's processor only, found %s; take portable."
              .formatted(device));
    }
    if (precision == Precision.BFLOAT16 && device.isElsewhere()) {
      return Optional.of(
          "bfloat16 ends a server whose CPU lacks the instructions for it, and it can't be asked;"
              + " take float32 with --target.");
    }
    if (!precision.isSupported() && device.kind() == Device.Kind.CPU) {
      return Optional.of(
          "bfloat16 needs a CPU with the instructions avx512_bf16 or amx_bf16, found one without"
              + " (Linux lists them in /proc/cpuinfo); take float32.");
    }
    return kernels.obstacle();
  }
}
