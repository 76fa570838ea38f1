package org.maskgit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.TensorSpec;

class InitialWeightsTest {
  private static final List<TensorSpec> SPECS =
      List.of(
          TensorSpec.float32("a/kernel", 100, 100),
          TensorSpec.float32("b/kernel", 100, 100),
          TensorSpec.float32("a/bias", 7),
          TensorSpec.float32("ln/scale", 7),
          TensorSpec.float32("w/embedding", 5, 4));

  @Test
  void drawsKernelsAndEmbeddingsFromACutNormal() {
    float[] kernel = InitialWeights.of(SPECS, 1).tensor("a/kernel").floats();
    double sum = 0;
    double squares = 0;
    for (float value : kernel) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo(0.04f);
      sum += value;
      squares += value * value;
    }
    // A standard normal cut at ±2 has the deviation 0.8796.
    assertThat(sum / kernel.length).isCloseTo(0, within(6e-4));
    assertThat(Math.sqrt(squares / kernel.length)).isCloseTo(0.02 * 0.8796, within(3e-4));
    assertThat(InitialWeights.of(SPECS, 1).tensor("w/embedding").floats()).doesNotContain(0f);
  }

  @Test
  void setsScalesToOneAndBiasesToZero() {
    Checkpoint weights = InitialWeights.of(SPECS, 1);
    assertThat(weights.tensor("ln/scale").floats()).containsOnly(1f);
    assertThat(weights.tensor("a/bias").floats()).containsOnly(0f);
  }

  @Test
  void isAFunctionOfSeedAndName() {
    float[] kernel = InitialWeights.of(SPECS, 1).tensor("a/kernel").floats();
    assertThat(InitialWeights.of(SPECS, 1).tensor("a/kernel").floats()).isEqualTo(kernel);
    assertThat(InitialWeights.of(SPECS, 2).tensor("a/kernel").floats()).isNotEqualTo(kernel);
    assertThat(InitialWeights.of(SPECS, 1).tensor("b/kernel").floats()).isNotEqualTo(kernel);
  }
}
