package org.maskgit.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tensorflow.exceptions.TensorFlowException;

final class ServerCallsTest {
  private ServerSocket server;
  private String target;
  private ServerCalls calls;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    target = "grpc://localhost:" + server.getLocalPort();
    calls = new ServerCalls(Device.CPU.withTarget(target));
  }

  @AfterEach
  void end() throws IOException {
    calls.close();
    server.close();
  }

  private int fail() {
    return calls.call(
        () -> {
          throw new TensorFlowException("no\nsuch container");
        });
  }

  @Test
  void aServerThatFailsButAnswersIsNotLost() {
    assertThatThrownBy(this::fail)
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "The TensorFlow server at %s failed (no such container): mend that or start it again,"
                + " then this.",
            target);
    assertThat(calls.call(() -> 7)).isEqualTo(7);
  }

  @Test
  void aServerThatIsGoneIsLostForAllLaterCalls() throws IOException {
    server.close();
    assertThatThrownBy(this::fail)
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "The TensorFlow server at %s is lost (no such container): start it again, then this.",
            target);
    assertThatThrownBy(() -> calls.call(() -> 7))
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("is lost: ");
  }

  @Test
  void closedCallsSaySoAndCloseAgainWithoutAWord() {
    AtomicInteger closings = new AtomicInteger();
    calls.close(closings::incrementAndGet);
    calls.close(closings::incrementAndGet);
    assertThat(closings).hasValue(1);
    assertThatThrownBy(() -> calls.call(() -> 7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The calls to %s are closed.", target);
  }

  @Test
  void aLossWhileTheyAreClosedClosesThem() {
    assertThatThrownBy(() -> calls.close(this::fail)).isInstanceOf(DeviceException.class);
    assertThatThrownBy(() -> calls.call(() -> 7)).isInstanceOf(IllegalStateException.class);
  }
}
