package org.maskgit.graph;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetTarget;

import com.google.common.net.HostAndPort;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.proto.ConfigProto;

/**
 * Sessions on a TensorFlow server. The Java API's {@link Session} takes no target, but the C API
 * does, and a {@code Session} can be made around what it gives.
 */
final class RemoteSessions {
  private static final int PATIENCE_MILLIS = 5000;

  private RemoteSessions() {}

  /** Opens a session on a server and makes sure that it computes on the device. */
  static Session open(Graph graph, Device device) {
    requireAnswer(device);
    Devices.require(device);
    try (PointerScope scope = new PointerScope()) {
      // The graph outlives its sessions (see ModelSession.close), so its handle stays valid.
      Field handle = Graph.class.getDeclaredField("nativeHandle");
      handle.setAccessible(true);
      Constructor<Session> constructor =
          Session.class.getDeclaredConstructor(Graph.class, TF_Session.class);
      constructor.setAccessible(true);
      TF_Session session = open((TF_Graph) handle.get(graph), device.target(), device.settings());
      session.retainReference(); // the Session's own; what else was made here goes with the scope
      scope.detach(session);
      return constructor.newInstance(graph, session);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("expected the Session of tensorflow-core-api 1.1.0", e);
    }
  }

  /** Opens a session as the C API knows it, in this process if there is no target. */
  static TF_Session open(TF_Graph graph, String target, ConfigProto settings) {
    TF_Status status = TF_Status.newStatus();
    TF_SessionOptions options = TF_SessionOptions.newSessionOptions();
    if (!target.isEmpty()) {
      TF_SetTarget(options, target);
    }
    byte[] bytes = settings.toByteArray();
    TF_SetConfig(options, new BytePointer(bytes), bytes.length, status);
    status.throwExceptionIfNotOK();
    TF_Session session = TF_Session.newSession(graph, options, status);
    status.throwExceptionIfNotOK();
    return session;
  }

  /** Whether something listens at the server's address. */
  static boolean answers(Device device) {
    try {
      connect(device);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void connect(Device device) throws IOException {
    HostAndPort address = HostAndPort.fromString(device.address());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MILLIS);
    }
  }

  // TensorFlow would wait for a server that isn't there, without a word.
  private static void requireAnswer(Device device) {
    try {
      connect(device);
    } catch (IOException e) {
      throw new DeviceException(
          "Expected a TensorFlow server at %s, found none that answers (%s); start one there with"
                  .formatted(device.target(), e.getMessage())
              + " 'maskgit worker --port PORT'.",
          e);
    }
  }
}
