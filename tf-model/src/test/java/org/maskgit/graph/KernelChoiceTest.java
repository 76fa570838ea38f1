package org.maskgit.graph;

import static org.assertj.core.api.Assertions.assertThat;

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
    assertThat(Execution.fastest(Precision.FLOAT32).kernels()).isEqualTo(choice.kernels());
  }

  @Test
  void thePortableKernelsRunEverywhere() {
    assertThat(Execution.PORTABLE.obstacle()).isEmpty();
  }

  @Test
  void bfloat16IsRefusedInOneSentenceWhereTheCpuLacksIt() {
    Execution execution = new Execution(Kernels.PORTABLE, Precision.BFLOAT16);
    if (Precision.BFLOAT16.isSupported()) {
      assertThat(execution.obstacle()).isEmpty();
    } else {
      assertThat(execution.obstacle().orElseThrow()).contains("avx512_bf16", "take float32.");
    }
  }
}
