package org.maskgit.graph;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

/** What TensorFlow can compute on, here or on a server. */
public final class Devices {
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

  private Devices() {}

  /**
   * Lists all devices of this process, without taking a GPU's memory.
   *
   * @return such as {@code CPU:0} and {@code GPU:0 (79.1 GiB)}
   * @throws DeviceException if one can't be set up
   */
  public static ImmutableList<String> all() {
    GPUOptions growing = GPUOptions.newBuilder().setAllowGrowth(true).build();
    try {
      return list("", ConfigProto.newBuilder().setGpuOptions(growing).build());
    } catch (TensorFlowException e) {
      throw new DeviceException(
          "Expected devices that can be set up, found %s (%s); mend that, or hide the GPUs with CUDA_VISIBLE_DEVICES=-1."
              .formatted(e.getMessage(), gpuSupport()),
          e);
    }
  }

  /** Lists those that a session would see. */
  static ImmutableList<String> of(Device device) {
    return list(device.target(), device.settings());
  }

  @SuppressWarnings("try") // the scope isn't referred to: it frees all that is made meanwhile
  private static ImmutableList<String> list(String target, ConfigProto settings) {
    ImmutableList.Builder<String> devices = ImmutableList.builder();
    // The Java API has no call for this; the C API is public.
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Session session = RemoteSessions.open(TF_Graph.newGraph(), target, settings);
      TF_DeviceList list = TF_SessionListDevices(session, status);
      try {
        status.throwExceptionIfNotOK();
        for (int i = 0; i < TF_DeviceListCount(list); i++) {
          devices.add(name(list, i, status));
        }
      } finally {
        TF_DeleteDeviceList(list);
      }
    }
    return devices.build();
  }

  private static String name(TF_DeviceList list, int index, TF_Status status) {
    String full = TF_DeviceListName(list, index, status).getString();
    String name = full.replaceFirst(".*/device:", "");
    if (TF_DeviceListType(list, index, status).getString().equals("CPU")) {
      return name;
    }
    long bytes = TF_DeviceListMemoryBytes(list, index, status);
    return String.format(Locale.ROOT, "%s (%.1f GiB)", name, bytes / (double) (1L << 30));
  }

  /**
   * Makes sure that a session of a device computes there. In this process the CPU does without a
   * look: its sessions see nothing else.
   */
  static void require(Device device) {
    boolean remote = !device.target().isEmpty();
    if (remote || device.kind() == Device.Kind.GPU) {
      require(device, of(device));
    }
  }

  // No operation is placed: TensorFlow takes the first GPU that a session sees, on a server too.
  static void require(Device device, List<String> found) {
    boolean remote = !device.target().isEmpty();
    if (device.kind() == Device.Kind.CPU) {
      if (remote && found.stream().anyMatch(name -> name.startsWith("GPU:"))) {
        throw new DeviceException(
            "Expected %s, found %s, where a GPU would compute; start the worker with --device cpu, or take --device gpu."
                .formatted(device, String.join(", ", found)));
      }
      return;
    }
    if (remote && device.index() != 0) {
      throw new DeviceException(
          "Expected gpu:0 of a server, which shows only its own, found %s; start the worker with --device gpu:%d, and take --device gpu."
              .formatted(device, device.index()));
    }
    // The GPU that was asked for is the only one that the session sees.
    if (found.stream().noneMatch(name -> name.startsWith("GPU:0"))) {
      throw new DeviceException(
          "Expected %s, found only %s%s; take --device cpu, or mend that."
              .formatted(device, String.join(", ", found), remote ? "" : ": " + gpuSupport()));
    }
  }

  /**
   * Says what a GPU needs and what of it is here.
   *
   * @return half a sentence: the library's build, the driver, and what CUDA it wants
   */
  public static String gpuSupport() {
    return "%s; %s; TensorFlow 2.18 wants CUDA 12.5 and cuDNN 9.3".formatted(build(), driver());
  }

  // The library is unpacked into a folder that is called after its jar.
  private static String build() {
    return Loader.getLoadedLibraries().values().stream().anyMatch(path -> path.contains("-gpu"))
        ? "the library is the GPU build"
        : "the library is the CPU build (the other is -Dtensorflow.classifier=linux-x86_64-gpu)";
  }

  private static String driver() {
    try (Stream<String> lines = Files.lines(DRIVER)) {
      return lines.findFirst().map(line -> "driver " + line.strip()).orElse("no NVIDIA driver");
    } catch (IOException e) {
      return "no NVIDIA driver"; // it is said there on Linux only, and only if one is loaded
    }
  }
}
