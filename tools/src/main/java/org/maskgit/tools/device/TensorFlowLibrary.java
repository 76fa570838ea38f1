package org.maskgit.tools.device;

import java.io.File;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.maskgit.graph.DeviceException;
import org.tensorflow.TensorFlow;

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
