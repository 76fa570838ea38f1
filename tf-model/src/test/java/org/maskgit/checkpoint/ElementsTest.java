package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Stored elements of every type, as float32. */
class ElementsTest {
  private static CheckpointTensor tensor(DType dtype, int count, Consumer<ByteBuffer> fill) {
    ByteBuffer bytes = ByteBuffer.allocate(count * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(bytes);
    return CheckpointTensor.of(
        new TensorSpec("w", dtype, Shape.of(count)), () -> bytes.duplicate().rewind());
  }

  private static CheckpointTensor halves(DType dtype, int... bits) {
    return tensor(
        dtype,
        bits.length,
        b -> {
          for (int half : bits) {
            b.putShort((short) half);
          }
        });
  }

  @Test
  void bfloat16IsTheUpperHalfOfAFloat() {
    assertThat(
            halves(
                    DType.BFLOAT16,
                    0x3f80, // 1
                    0xc049, // -3.140625
                    0x0001, // the smallest subnormal
                    0x8000, // -0
                    0x7f7f, // the largest
                    0x7f80,
                    0xff80,
                    0x7fc0)
                .floats())
        .containsExactly(
            1f,
            -3.140625f,
            0x1p-133f,
            -0f,
            Float.intBitsToFloat(0x7f7f0000),
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN);
  }

  @Test
  void float16WithSubnormalsInfinitiesAndNaN() {
    assertThat(
            halves(
                    DType.FLOAT16,
                    0x3c00, // 1
                    0xc248, // -3.140625
                    0x0001, // the smallest subnormal
                    0x03ff, // the largest subnormal
                    0x0400, // the smallest normal
                    0x8000, // -0
                    0x7bff, // the largest
                    0x7c00,
                    0xfc00,
                    0x7e00)
                .floats())
        .containsExactly(
            1f,
            -3.140625f,
            0x1p-24f,
            0x1.ff8p-15f,
            0x1p-14f,
            -0f,
            65504f,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.NaN);
  }

  @Test
  void everyFloat16IsExact() {
    int[] bits = new int[1 << 16];
    float[] expected = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = i;
      int exponent = i >> 10 & 31;
      int fraction = i & 1023;
      double magnitude =
          exponent == 31
              ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
              : exponent == 0
                  ? Math.scalb((double) fraction, -24)
                  : Math.scalb(1024.0 + fraction, exponent - 25);
      expected[i] = (float) (i < 1 << 15 ? magnitude : -magnitude);
    }
    assertThat(halves(DType.FLOAT16, bits).floats()).containsExactly(expected);
  }

  @Test
  void float64IsRounded() {
    assertThat(tensor(DType.FLOAT64, 2, b -> b.putDouble(0.1).putDouble(1e300)).floats())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY);
  }

  @Test
  void integersAreWidenedWithTheirSign() {
    assertThat(tensor(DType.INT64, 2, b -> b.putLong(-5).putLong(1L << 40)).floats())
        .containsExactly(-5f, 0x1p40f);
    assertThat(tensor(DType.INT32, 2, b -> b.putInt(-5).putInt(2024)).floats())
        .containsExactly(-5f, 2024f);
    assertThat(tensor(DType.UINT32, 1, b -> b.putInt(-1)).floats()).containsExactly(0x1p32f);
    assertThat(tensor(DType.INT16, 1, b -> b.putShort((short) -300)).floats())
        .containsExactly(-300f);
    assertThat(tensor(DType.INT8, 1, b -> b.put((byte) -7)).floats()).containsExactly(-7f);
    assertThat(tensor(DType.UINT8, 1, b -> b.put((byte) -1)).floats()).containsExactly(255f);
    assertThat(tensor(DType.BOOL, 2, b -> b.put((byte) 1).put((byte) 0)).floats())
        .containsExactly(1f, 0f);
  }

  @Test
  void bytesAreAReadOnlyViewOfTheirOwn() {
    CheckpointTensor tensor = CheckpointTensor.of("w", Shape.of(2), new float[] {1, 2});
    ByteBuffer bytes = tensor.bytes();
    bytes.getFloat();
    assertThat(bytes.isReadOnly()).isTrue();
    assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    assertThat(tensor.bytes().position()).isZero();
    assertThat(tensor.bytes().getFloat(4)).isEqualTo(2);
  }

  @Test
  void wrongSizesAreProgrammingErrors() {
    assertThatThrownBy(() -> CheckpointTensor.of("w", Shape.of(3), new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 3 values for w [3], found 2");
    CheckpointTensor tensor = CheckpointTensor.of("w", Shape.of(2), new float[2]);
    assertThatThrownBy(() -> tensor.copyTo(FloatBuffer.allocate(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected room for 2 floats of w, found 1");
    assertThatThrownBy(() -> TensorSpec.float32("w", 2, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
