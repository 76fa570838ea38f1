package org.maskgit.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.proto.GPUOptions;

final class DeviceTest {

  @ParameterizedTest
  @CsvSource({"cpu, cpu", "gpu, gpu:0", "gpu:3, gpu:3"})
  void aDeviceIsNamedAsItIsTyped(String typed, String name) {
    assertThat(Device.parse(typed).toString()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tpu", "gpu:", "gpu:-1", "gpu:x", "3"})
  void anythingElseIsRefused(String typed) {
    assertThatThrownBy(() -> Device.parse(typed))
        .hasMessage("expected cpu, gpu or gpu:N, found " + typed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:7077", "grpc://localhost", "grpc://a:b", "grpc://a:1/b"})
  void aServerHasAnAddress(String address) {
    assertThatThrownBy(() -> Device.CPU.withTarget(address))
        .hasMessage("expected grpc://HOST:PORT, found " + address);
    assertThat(Device.parse("gpu:1").withTarget("grpc://host:7077").toString())
        .isEqualTo("gpu:1 of grpc://host:7077");
  }

  @Test
  void theProcessorSeesNoGpuAndAGpuIsTheOnlyOne() {
    assertThat(Device.CPU.settings().getDeviceCountMap()).containsEntry("GPU", 0);
    GPUOptions growing = Device.parse("gpu:2").settings().getGpuOptions();
    assertThat(growing.getVisibleDeviceList()).isEqualTo("2");
    assertThat(growing.getAllowGrowth()).isTrue();
    GPUOptions half = Device.parse("gpu:2").withGpuMemory("0.5").settings().getGpuOptions();
    assertThat(half.getPerProcessGpuMemoryFraction()).isEqualTo(0.5);
    assertThat(half.getAllowGrowth()).isFalse();
    assertThatThrownBy(() -> Device.parse("gpu").withGpuMemory("2"))
        .hasMessage("expected growth or a share from 0 to 1, found 2");
  }

  @Test
  void aMissingGpuIsToldWithWhatIsThere() {
    assumeTrue(Devices.all().stream().noneMatch(name -> name.startsWith("GPU")), "no GPU");
    try (Graph graph = new Graph()) {
      assertThatThrownBy(() -> Device.parse("gpu").open(graph))
          .isInstanceOf(DeviceException.class)
          .hasMessageStartingWith("Expected gpu:0, found only CPU:0: the library is the ")
          .hasMessageContaining("driver")
          .hasMessageContaining("wants CUDA 12.5 and cuDNN 9.3");
    }
  }

  @Test
  void aServerIsHeldToTheDeviceThatWasAskedFor() {
    Device cpu = Device.CPU.withTarget("grpc://host:7077");
    Device gpu = Device.parse("gpu").withTarget("grpc://host:7077");
    List<String> both = List.of("CPU:0", "GPU:0 (79.1 GiB)");
    Devices.require(cpu, List.of("CPU:0"));
    Devices.require(gpu, both);
    assertThatThrownBy(() -> Devices.require(cpu, both))
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "Expected cpu of grpc://host:7077, found CPU:0, GPU:0 (79.1 GiB), where a GPU would"
                + " compute; start the worker with --device cpu, or take --device gpu.");
    assertThatThrownBy(() -> Devices.require(gpu, List.of("CPU:0")))
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "Expected gpu:0 of grpc://host:7077, found only CPU:0; take --device cpu, or mend"
                + " that.");
    Device second = Device.parse("gpu:1").withTarget("grpc://host:7077");
    assertThatThrownBy(() -> Devices.require(second, List.of("GPU:0 (1.0 GiB)", "GPU:1 (1.0 GiB)")))
        .isInstanceOf(DeviceException.class)
        .hasMessageEndingWith(
            "found gpu:1 of grpc://host:7077; start the worker with --device gpu:1, and take"
                + " --device gpu.");
  }

  @Test
  void aServerThatDoesNotAnswerIsToldAtOnce() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Device device = Device.CPU.withTarget("grpc://localhost:" + port);
    try (Graph graph = new Graph()) {
      assertThatThrownBy(() -> device.open(graph))
          .isInstanceOf(DeviceException.class)
          .hasMessageStartingWith("Expected a TensorFlow server at grpc://localhost:" + port)
          .hasMessageEndingWith("start one there with 'maskgit worker --port PORT'.");
    }
  }
}
