package org.maskgit.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class KernelChoiceTest {

  @Test
  void takesKernelsThatRunHereAndSaysWhy() {
    KernelChoice choice = KernelChoice.ofThisMachine();
    assertThat(choice.kernels().obstacle()).isEmpty();
    assertThat(choice.reason()).isNotBlank();
    if (!CpuFlags.has("avx512f")) {
      assertThat(choice.kernels()).isEqualTo(Kernels.PORTABLE);
    }
    assertThat(Execution.fastest(Device.CPU, Precision.FLOAT32).kernels())
        .isEqualTo(choice.kernels());
  }

  @Test
  void numbersThatAreFarOrNoneAreNotAlike() {
    float[] numbers = {1, -2};
    assertThat(KernelChoice.areAlike(numbers, new float[] {1.0005f, -2})).isTrue();
    assertThat(KernelChoice.areAlike(numbers, new float[] {1, -2.01f})).isFalse();
    assertThat(KernelChoice.areAlike(numbers, new float[] {Float.NaN, -2})).isFalse();
  }

  @Test
  void thePortableKernelsRunEverywhere() {
    assertThat(Execution.PORTABLE.obstacle()).isEmpty();
    assertThat(Execution.fastest(Device.parse("gpu"), Precision.FLOAT32).obstacle()).isEmpty();
  }

  @Test
  void otherKernelsAndPrecisionsAreForThisProcessor() {
    Device server = Device.CPU.withTarget("grpc://localhost:7077");
    Execution there = Execution.of(server, Precision.BFLOAT16);
    assertThatThrownBy(there::requirePossible)
        .isInstanceOf(DeviceException.class)
        .hasMessageContaining("found the device cpu of grpc://localhost:7077");
  }

  @Test
  void bfloat16IsRefusedInOneSentenceWhereTheCpuLacksIt() {
    Execution execution = Execution.of(Device.CPU, Precision.BFLOAT16);
    if (Precision.BFLOAT16.isSupported()) {
      assertThat(execution.obstacle()).isEmpty();
    } else {
      assertThat(execution.obstacle().orElseThrow()).contains("avx512_bf16", "take float32.");
    }
  }
}
