package org.maskgit.tools.option;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.graph.Device;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;

/** Where the networks compute: {@code --device}, {@code --gpu-memory}, {@code --target}. */
public final class DeviceOptions {
  private static final Option DEVICE =
      StandardOptions.valued(
          "device", "DEVICE", "cpu, gpu or gpu:N; a missing one is an error (default: cpu)");
  private static final Option GPU_MEMORY =
      StandardOptions.valued(
          "gpu-memory", "HOW", "growth, or the share to take at once, up to 1 (default: growth)");
  private static final Option TARGET =
      StandardOptions.valued(
          "target", "ADDRESS", "a TensorFlow server that computes, grpc://HOST:PORT; see worker");

  private DeviceOptions() {}

  /**
   * Declares all options.
   *
   * @return the options
   */
  public static Options declare() {
    return declareLocal().addOption(TARGET);
  }

  /**
   * Declares the options for what computes in this process.
   *
   * @return the options
   */
  public static Options declareLocal() {
    return new Options().addOption(DEVICE).addOption(GPU_MEMORY);
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return where to compute
   * @throws UsageException if a value is wrong
   */
  public static Device of(Arguments arguments) {
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
