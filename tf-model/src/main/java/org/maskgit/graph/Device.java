package org.maskgit.graph;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Ints;
import java.util.Locale;
import java.util.function.Supplier;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;

/**
 * What a session computes on: nothing else takes its place if it is missing. Immutable.
 *
 * <p>TensorFlow fixes the choice of GPUs and their memory for the whole process with the first
 * session that may use a GPU.
 *
 * @param kind CPU or GPU
 * @param index which GPU, from 0, in the order of the driver; 0 of a server, which shows its own
 * @param gpuMemory the share of a GPU's memory to take at once, up to 1; 0 takes what is needed,
 *     when it is
 * @param target a TensorFlow server that computes in place of this process, {@code
 *     grpc://host:port}, or empty. It has no authentication and no encryption: weights, labels and
 *     pictures can be read, and anybody who reaches the port may run anything on it
 */
public record Device(Kind kind, int index, double gpuMemory, String target) {
  private static final String GRPC = "grpc://";

  /** Kinds of devices. */
  public enum Kind {
    /** The processor. */
    CPU,
    /** A graphics processor; TensorFlow's library must have been built for it. */
    GPU
  }

  /** The processor of this machine. */
  public static final Device CPU = new Device(Kind.CPU, 0, 0, "");

  /**
   * Checks the choice.
   *
   * @param kind of device
   * @param index of a GPU, from 0
   * @param gpuMemory from 0 to 1
   * @param target empty, or a server's address
   * @throws IllegalArgumentException if a part is something else
   */
  public Device {
    checkArgument(index >= 0, "expected a GPU from 0, found %s", index);
    checkArgument(
        gpuMemory >= 0 && gpuMemory <= 1, "expected a share from 0 to 1, found %s", gpuMemory);
    checkArgument(
        target.isEmpty() || target.matches(GRPC + "[^/:]+:\\d{1,5}"),
        "expected grpc://HOST:PORT, found %s",
        target);
  }

  /**
   * Reads a device.
   *
   * @param text {@code cpu}, {@code gpu} or {@code gpu:1}
   * @return the device, of this process, whose memory grows
   * @throws IllegalArgumentException if the text is something else
   */
  public static Device parse(String text) {
    if (text.equals("cpu")) {
      return CPU;
    }
    String index = text.equals("gpu") ? "0" : text.replaceFirst("^gpu:", "");
    Integer number = index.equals(text) ? null : Ints.tryParse(index);
    checkArgument(number != null && number >= 0, "expected cpu, gpu or gpu:N, found %s", text);
    return new Device(Kind.GPU, number, 0, "");
  }

  /**
   * Reads how much of a GPU's memory to take.
   *
   * @param text {@code growth}, or a share such as {@code 0.5}
   * @return a copy
   * @throws IllegalArgumentException if the text is something else
   */
  public Device withGpuMemory(String text) {
    double share = 0;
    if (!text.equals("growth")) {
      try {
        share = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        share = Double.NaN;
      }
      checkArgument(
          share > 0 && share <= 1, "expected growth or a share from 0 to 1, found %s", text);
    }
    return new Device(kind, index, share, target);
  }

  /**
   * Lets a server compute.
   *
   * @param address {@code grpc://host:port}
   * @return a copy
   */
  public Device withTarget(String address) {
    return new Device(kind, index, gpuMemory, address);
  }

  /** Host and port of the server. */
  String address() {
    return target.substring(GRPC.length());
  }

  /**
   * Opens a session here.
   *
   * @param graph what it runs
   * @return the session
   * @throws DeviceException if there is no such device, or the server doesn't answer or would
   *     compute on another
   */
  public Session open(Graph graph) {
    return told(
        () -> {
          if (!target.isEmpty()) {
            return RemoteSessions.open(graph, this);
          }
          Devices.require(this);
          return new Session(graph, settings());
        });
  }

  /**
   * Opens a session here, in this process.
   *
   * @param graph what it runs
   * @param options how TensorFlow rewrites the graph
   * @return the session
   * @throws DeviceException if there is no such device, or it is a server's
   */
  public Session open(Graph graph, GraphOptions options) {
    requireLocal();
    return told(() -> new Session(graph, settings().toBuilder().setGraphOptions(options).build()));
  }

  // What TensorFlow says of a GPU that isn't there is of either type.
  private <T> T told(Supplier<T> work) {
    try {
      return work.get();
    } catch (TensorFlowException | TFInvalidArgumentException e) {
      throw new DeviceException(
          "Expected %s, found that TensorFlow can't open it (%s)."
              .formatted(this, e.getMessage().strip()),
          e);
    }
  }

  /**
   * Makes sure that a session of this process can compute here, for sessions that others open with
   * {@link #settings}.
   *
   * @throws DeviceException if there is no such device, or it is a server's
   */
  public void requireLocal() {
    if (!target.isEmpty()) {
      throw new DeviceException(
          "Expected weights to compute on %s, found a model that only this process can load; leave"
                  .formatted(target)
              + " --target out.");
    }
    told(
        () -> {
          Devices.require(this);
          return this;
        });
  }

  /**
   * Says it to TensorFlow.
   *
   * @return the settings of a session, or of a server's sessions
   */
  public ConfigProto settings() {
    ConfigProto.Builder settings = ConfigProto.newBuilder();
    if (!target.isEmpty()) {
      // A server is used by several sessions, whose variables have the same names.
      return settings.setIsolateSessionState(true).build();
    }
    if (kind == Kind.CPU) {
      return settings.putDeviceCount("GPU", 0).build();
    }
    GPUOptions.Builder memory =
        gpuMemory == 0
            ? GPUOptions.newBuilder().setAllowGrowth(true)
            : GPUOptions.newBuilder().setPerProcessGpuMemoryFraction(gpuMemory);
    return settings
        .setGpuOptions(memory.setVisibleDeviceList(Integer.toString(index)).build())
        .build();
  }

  /**
   * Names it.
   *
   * @return such as {@code cpu}, {@code gpu:1} or {@code gpu:0 of grpc://host:7077}
   */
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT) + (kind == Kind.GPU ? ":" + index : "");
    return target.isEmpty() ? name : name + " of " + target;
  }
}
