package org.maskgit.tools.option;

import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Device;
import org.maskgit.graph.DeviceException;
import org.maskgit.graph.Execution;
import org.maskgit.graph.KernelChoice;
import org.maskgit.graph.Kernels;
import org.maskgit.graph.Precision;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.recipe.Recipe;

/** How to compute: {@code --kernels}, {@code --precision} and the device. */
final class ExecutionOptions {
  private static final String AUTO = "auto";
  private static final Option KERNELS =
      StandardOptions.valued(
          "kernels",
          "NAME",
          "auto, portable or onednn: what the transformer is made of (default: auto, the faster)");
  private static final Option PRECISION =
      StandardOptions.valued(
          "precision",
          "TYPE",
          "float32 or bfloat16, faster on CPUs that have it (default: float32)");

  private final Optional<Kernels> kernels;
  private final Optional<Precision> precision;
  private final Device device;

  private ExecutionOptions(
      Optional<Kernels> kernels, Optional<Precision> precision, Device device) {
    this.kernels = kernels;
    this.precision = precision;
    this.device = device;
  }

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options()
        .addOption(KERNELS)
        .addOption(PRECISION)
        .addOptions(DeviceOptions.declare());
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return the options
   * @throws org.maskgit.tools.cli.UsageException if a value is unknown
   */
  public static ExecutionOptions of(Arguments arguments) {
    return new ExecutionOptions(
        arguments.parsed(
            KERNELS,
            text ->
                text.equals(AUTO)
                    ? KernelChoice.ofThisMachine().kernels()
                    : EnumNames.parse(Kernels.class, text)),
        arguments.parsed(PRECISION, text -> EnumNames.parse(Precision.class, text)),
        DeviceOptions.of(arguments));
  }

  /**
   * Says how to compute.
   *
   * @return kernels, precision and device
   * @throws DeviceException if this machine can't
   */
  public Execution execution() {
    Execution fastest = Execution.fastest(precision.orElse(Precision.FLOAT32), device);
    return checked(new Execution(kernels.orElse(fastest.kernels()), fastest.precision(), device));
  }

  /**
   * Says how to compute a picture again: as it was, where nothing else was typed.
   *
   * @param compute what its recipe says
   * @return kernels and precision; kernels that this machine doesn't have give way to its own
   * @throws DeviceException if this machine can't
   * @throws IllegalArgumentException if the recipe names what doesn't exist
   */
  public Execution execution(Recipe.Compute compute) {
    Optional<Kernels> recorded =
        compute.kernels().isEmpty()
            ? Optional.empty()
            : Optional.of(EnumNames.parse(Kernels.class, compute.kernels()));
    return new ExecutionOptions(
            kernels.or(() -> recorded.filter(this::runsHere)),
            precision.or(() -> Optional.of(EnumNames.parse(Precision.class, compute.precision()))),
            device)
        .execution();
  }

  private boolean runsHere(Kernels recorded) {
    return new Execution(recorded, Precision.FLOAT32, device).obstacle().isEmpty();
  }

  private static Execution checked(Execution execution) {
    execution
        .obstacle()
        .ifPresent(
            sentence -> {
              throw new DeviceException(sentence);
            });
    return execution;
  }
}
