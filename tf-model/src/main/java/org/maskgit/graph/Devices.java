package org.maskgit.graph;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewGraph;
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
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;

/** What TensorFlow can compute on, here or on a server. */
public final class Devices {
  private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

  private Devices() {}

  /**
   * Lists all devices of this process.
   *
   * @return such as {@code CPU:0} and {@code GPU:0 (79.1 GiB)}
   * @throws org.tensorflow.exceptions.TensorFlowException if one can't be set up
   */
  public static ImmutableList<String> all() {
    return list("", ConfigProto.getDefaultInstance());
  }

  /** Lists those that a session would see. */
  static ImmutableList<String> of(Device device) {
    return list(device.target(), device.settings());
  }

  private static ImmutableList<String> list(String target, ConfigProto settings) {
    ImmutableList.Builder<String> devices = ImmutableList.builder();
    // The Java API has no call for this; the C API is public.
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Session session = RemoteSessions.open(TF_NewGraph(), target, settings);
      TF_DeviceList list = TF_SessionListDevices(session, status);
      status.throwExceptionIfNotOK();
      for (int i = 0; i < TF_DeviceListCount(list); i++) {
        devices.add(name(list, i, status));
      }
      TF_DeleteDeviceList(list);
      scope.deallocate();
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

  static void requireGpu(Device device) {
    List<String> found = of(device);
    // The GPU that was asked for is the only one that the session sees; a server shows all it has.
    int wanted = device.target().isEmpty() ? 0 : device.index();
    if (found.stream().noneMatch(name -> name.startsWith("GPU:" + wanted))) {
      throw new DeviceException(
          "Expected %s, found only %s%s; take --device cpu, or mend that."
              .formatted(
                  device,
                  String.join(", ", found),
                  device.target().isEmpty() ? ": " + gpuSupport() : ""));
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
