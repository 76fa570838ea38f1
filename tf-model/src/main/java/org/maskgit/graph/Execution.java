package org.maskgit.graph;

import java.util.Optional;

/**
 * How a network computes in inference. Immutable.
 *
 * @param device where its session computes
 * @param kernels which operations it is made of
 * @param precision the type of weights and activations
 */
public record Execution(Device device, Kernels kernels, Precision precision) {
  /** Public operations in float32 on the processor of this machine, which run everywhere. */
  public static final Execution PORTABLE = of(Device.CPU, Precision.FLOAT32);

  /**
   * Computes by public operations.
   *
   * @param device where
   * @param precision the type of weights and activations
   * @return how to compute
   */
  public static Execution of(Device device, Precision precision) {
    return new Execution(device, Kernels.PORTABLE, precision);
  }

  /**
   * Chooses the faster kernels: those of {@link KernelChoice} on the processor of this machine,
   * public operations elsewhere.
   *
   * @param device where
   * @param precision the type of weights and activations
   * @return how to compute
   */
  public static Execution fastest(Device device, Precision precision) {
    Execution portable = of(device, precision);
    return portable.isOnThisProcessor()
        ? new Execution(device, KernelChoice.ofThisMachine().kernels(), precision)
        : portable;
  }

  private boolean isOnThisProcessor() {
    return device.kind() == Device.Kind.CPU && device.target().isEmpty();
  }

  /**
   * Says why it can't be computed so. A network that is opened all the same is refused: an
   * instruction that the CPU lacks would end the process.
   *
   * @return one sentence; empty if it can
   */
  public Optional<String> obstacle() {
    boolean plain = kernels == Kernels.PORTABLE && precision == Precision.FLOAT32;
    if (!plain && !isOnThisProcessor()) {
      return Optional.of(
          "Kernels other than portable and bfloat16 are for the processor of this machine, found"
              + " the device %s; leave them out.".formatted(device));
    }
    if (!precision.isSupported()) {
      return Optional.of(
          "bfloat16 needs a CPU with the instructions avx512_bf16 or amx_bf16, found one without"
              + " (Linux lists them in /proc/cpuinfo); take float32.");
    }
    return kernels.obstacle();
  }

  /**
   * Makes sure that it can be computed so; whether there is the device shows when it is opened.
   *
   * @return this
   * @throws DeviceException if it can't, with the sentence of {@link #obstacle()}
   */
  public Execution requirePossible() {
    obstacle()
        .ifPresent(
            sentence -> {
              throw new DeviceException(sentence);
            });
    return this;
  }
}
