package org.maskgit.tools.option;

import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Device;
import org.maskgit.graph.Execution;
import org.maskgit.graph.Kernels;
import org.maskgit.graph.Precision;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.recipe.Recipe;

/**
 * Where and how the networks compute: {@code --device}, {@code --gpu-memory}, {@code --target},
 * {@code --kernels}, {@code --precision}.
 */
public final class ExecutionOptions {
  private static final String AUTO = "auto";
  private static final Option DEVICE =
      StandardOptions.valued(
          "device", "DEVICE", "cpu, gpu or gpu:N; a missing one is an error (default: cpu)");
  private static final Option GPU_MEMORY =
      StandardOptions.valued(
          "gpu-memory", "HOW", "growth, or the share to take at once, up to 1 (default: growth)");
  private static final Option TARGET =
      StandardOptions.valued(
          "target", "ADDRESS", "a TensorFlow server that computes, grpc://HOST:PORT; see worker");
  private static final Option KERNELS =
      StandardOptions.valued(
          "kernels",
          "NAME",
          "auto, portable, onednn or onednn-packed: what the transformer is made of (default: auto, portable or onednn)");
  private static final Option PRECISION =
      StandardOptions.valued(
          "precision", "TYPE", "float32, or bfloat16 if the CPU computes in it (default: float32)");

  private ExecutionOptions() {}

  /**
   * Declares all options.
   *
   * @return the options
   */
  public static Options declare() {
    return declareLocal().addOption(TARGET).addOption(KERNELS).addOption(PRECISION);
  }

  /**
   * Declares the options for what computes in this process, by public operations.
   *
   * @return the options
   */
  public static Options declareLocal() {
    return new Options().addOption(DEVICE).addOption(GPU_MEMORY);
  }

  /**
   * Reads the options of {@link #declare}.
   *
   * @param arguments what was typed
   * @return where and how to compute
   * @throws UsageException if a value is wrong
   * @throws org.maskgit.graph.DeviceException if this machine can't compute so
   */
  public static Execution of(Arguments arguments) {
    return execution(arguments, Optional.empty(), Precision.FLOAT32);
  }

  /**
   * Reads the options of {@link #declareLocal}.
   *
   * @param arguments what was typed
   * @return where to compute, by public operations in float32
   * @throws UsageException if a value is wrong
   */
  public static Execution local(Arguments arguments) {
    return Execution.of(localDevice(arguments), Precision.FLOAT32);
  }

  /**
   * Reads what computes in this process, of a command with or without these options.
   *
   * @param arguments what was typed
   * @return the device; the processor if none was typed, or it is a server's
   * @throws UsageException if a value is wrong
   */
  public static Device localDevice(Arguments arguments) {
    return arguments.has(TARGET) ? Device.CPU : device(arguments);
  }

  /**
   * Reads the options for a picture that is made again: as it was made, where nothing else was
   * typed.
   *
   * @param arguments what was typed
   * @param compute what its recipe says
   * @return where and how to compute; kernels that can't be had here give way to others
   * @throws UsageException if a value is wrong
   * @throws org.maskgit.graph.DeviceException if this machine can't compute so
   * @throws IllegalArgumentException if the recipe names what doesn't exist
   */
  public static Execution again(Arguments arguments, Recipe.Compute compute) {
    Optional<Kernels> recorded =
        compute.kernels().isEmpty()
            ? Optional.empty()
            : Optional.of(EnumNames.parse(Kernels.class, compute.kernels()));
    return execution(
        arguments,
        recorded.filter(kernels -> isPossible(arguments, kernels)),
        EnumNames.parse(Precision.class, compute.precision()));
  }

  private static boolean isPossible(Arguments arguments, Kernels kernels) {
    return new Execution(device(arguments), kernels, Precision.FLOAT32).obstacle().isEmpty();
  }

  private static Execution execution(
      Arguments arguments, Optional<Kernels> otherwise, Precision usual) {
    Device device = device(arguments);
    Precision precision =
        arguments.parsed(PRECISION, text -> EnumNames.parse(Precision.class, text)).orElse(usual);
    Optional<Kernels> kernels =
        arguments.parsed(KERNELS, ExecutionOptions::kernels).orElse(otherwise);
    return kernels
        .map(known -> new Execution(device, known, precision))
        .orElseGet(() -> Execution.fastest(device, precision))
        .requirePossible();
  }

  /** Empty for those that are faster here. */
  private static Optional<Kernels> kernels(String text) {
    if (text.equals(AUTO)) {
      return Optional.empty();
    }
    try {
      return Optional.of(EnumNames.parse(Kernels.class, text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          e.getMessage().replaceFirst("expected", "expected %s,".formatted(AUTO)), e);
    }
  }

  private static Device device(Arguments arguments) {
    Device device = arguments.parsed(DEVICE, Device::parse).orElse(Device.CPU);
    if (arguments.has(GPU_MEMORY) && device.kind() != Device.Kind.GPU) {
      throw new UsageException("--gpu-memory goes with --device gpu; give both.");
    }
    if (arguments.has(GPU_MEMORY) && arguments.has(TARGET)) {
      throw new UsageException(
          "--gpu-memory is for the process that computes; give it to 'maskgit worker'.");
    }
    Device sized = arguments.parsed(GPU_MEMORY, device::withGpuMemory).orElse(device);
    return arguments.parsed(TARGET, sized::withTarget).orElse(sized);
  }
}
