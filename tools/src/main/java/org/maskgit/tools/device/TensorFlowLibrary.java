package org.maskgit.tools.device;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;

import com.google.common.collect.ImmutableList;
import java.io.File;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.maskgit.tools.cli.DeviceException;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;

/** TensorFlow's native library. */
public final class TensorFlowLibrary {
  private TensorFlowLibrary() {}

  /**
   * Loads the library.
   *
   * @return its version, such as {@code 2.18.0}
   * @throws DeviceException if there is none for this platform
   */
  public static String version() {
    try {
      return TensorFlow.version();
    } catch (LinkageError e) {
      throw new DeviceException(
          "TensorFlow's native library can't be loaded on %s (%s); there are builds for"
                  .formatted(Machine.platform(), e.getMessage())
              + " linux-x86_64, linux-arm64 and macosx-arm64.",
          e);
    }
  }

  /**
   * Lists what TensorFlow can compute on.
   *
   * @return such as {@code CPU:0} and {@code GPU:0 (79.1 GiB)}
   */
  public static ImmutableList<String> devices() {
    ImmutableList.Builder<String> devices = ImmutableList.builder();
    // The Java API has no call for this; the C API is public.
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TF_Graph graph = TF_NewGraph();
      TF_Session session =
          TF_Session.newSession(graph, TF_SessionOptions.newSessionOptions(), status);
      status.throwExceptionIfNotOK();
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
    return "%s (%.1f GiB)".formatted(name, bytes / (double) (1L << 30));
  }

  /**
   * Names the folder into which the library is unpacked on first use.
   *
   * @return the folder
   */
  public static String cache() {
    try {
      File folder = Loader.getCacheDir();
      return folder.toString();
    } catch (IOException e) {
      return "none (%s)".formatted(e.getMessage());
    }
  }
}
