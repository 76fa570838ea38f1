package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.TensorSpec;

class InitialTokenizerTest {
  private static final TensorSpec KERNEL =
      TensorSpec.float32("encoder/ResBlock_0/Conv_0/kernel", 3, 3, 64, 96);

  private static CheckpointTensor draw(TensorSpec spec, long seed) {
    return InitialTokenizer.of(List.of(spec), seed).tensor(spec.name());
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  @Test
  void drawsConvolutionsLecunNormal() {
    float[] values = draw(KERNEL, 1).floats();
    double expected = Math.sqrt(1.0 / (3 * 3 * 64));
    assertThat(deviation(values)).isCloseTo(expected, within(expected * 0.01));
    assertThat(Errors.largest(values))
        .isLessThanOrEqualTo(2 * expected / 0.8796)
        .isGreaterThan(1.9 * expected / 0.8796);
  }

  @ParameterizedTest
  @CsvSource({
    "discriminator/ResBlock_0/Conv_2/kernel, 3, 3, 64, 96",
    "discriminator/ResBlock_0/Conv_1/kernel, 1, 1, 256, 128",
  })
  void drawsTheDiscriminatorXavierUniform(String name, long h, long w, long in, long out) {
    float[] values = draw(TensorSpec.float32(name, h, w, in, out), 1).floats();
    checkUniform(values, Math.sqrt(6.0 / (h * w * (in + out))));
  }

  @Test
  void drawsDenseLayersXavierUniform() {
    TensorSpec dense = TensorSpec.float32("discriminator/Dense_0/kernel", 400, 100);
    checkUniform(draw(dense, 1).floats(), Math.sqrt(6.0 / 500));
  }

  @Test
  void drawsTheCodebookByTheNumberOfCodes() {
    TensorSpec codebook = TensorSpec.float32("quantizer/codebook", 512, 64);
    checkUniform(draw(codebook, 1).floats(), Math.sqrt(3.0 / 512));
  }

  private static void checkUniform(float[] values, double limit) {
    assertThat(Errors.largest(values)).isBetween(0.99 * limit, limit);
    double expected = limit / Math.sqrt(3);
    assertThat(deviation(values)).isCloseTo(expected, within(expected * 0.01));
  }

  @Test
  void beginsNormsAsTheIdentity() {
    TensorSpec scale = TensorSpec.float32("encoder/GroupNorm_0/scale", 64);
    assertThat(draw(scale, 1).floats()).containsOnly(1);
    TensorSpec bias = TensorSpec.float32("encoder/GroupNorm_0/bias", 64);
    assertThat(draw(bias, 1).floats()).containsOnly(0);
  }

  @Test
  void dependsOnSeedAndName() {
    TensorSpec other = TensorSpec.float32("encoder/ResBlock_1/Conv_0/kernel", 3, 3, 64, 96);
    assertThat(draw(KERNEL, 1).bytes()).isEqualTo(draw(KERNEL, 1).bytes());
    assertThat(draw(KERNEL, 2).bytes()).isNotEqualTo(draw(KERNEL, 1).bytes());
    assertThat(draw(other, 1).bytes()).isNotEqualTo(draw(KERNEL, 1).bytes());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    CheckpointTensor tensor = draw(TensorSpec.float32("encoder/mean", 3), 1);
    assertThatThrownBy(tensor::floats)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a kernel, codebook, scale or bias, found encoder/mean");
  }
}
