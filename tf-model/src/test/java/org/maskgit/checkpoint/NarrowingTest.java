package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Float32 rounded to the shorter types: between every two neighbours, and what is no number. */
class NarrowingTest {
  private static final int SIGN = 0x8000;

  /** The bits of infinity; those of the finite numbers, without a sign, come before. */
  private static int infinity(DType dtype) {
    return dtype == DType.FLOAT16 ? 0x7c00 : 0x7f80;
  }

  private static int narrow(DType dtype, float value) {
    return Short.toUnsignedInt(
        dtype == DType.FLOAT16 ? Narrowing.half(value) : Narrowing.bfloat16(value));
  }

  /** The numbers of all bits up to infinity's, which is what would follow the largest number. */
  private static double[] numbers(DType dtype) {
    int count = infinity(dtype) + 1;
    ByteBuffer bytes = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < count; bits++) {
      bytes.putShort((short) bits);
    }
    float[] widened =
        CheckpointTensor.of(new TensorSpec("w", dtype, Shape.of(count)), bytes::flip).floats();
    double[] numbers = new double[count];
    for (int bits = 0; bits < count - 1; bits++) {
      numbers[bits] = widened[bits];
    }
    assertThat(widened[count - 1]).isEqualTo(Float.POSITIVE_INFINITY);
    numbers[count - 1] = dtype == DType.FLOAT16 ? 0x1p16 : 0x1p128;
    return numbers;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void goesToTheNearestAndFromTheMiddleToTheEvenOne(DType dtype) {
    double[] numbers = numbers(dtype);
    int wrong = 0;
    for (int bits = 0; bits < numbers.length - 1; bits++) {
      int even = bits + (bits & 1);
      float middle = (float) ((numbers[bits] + numbers[bits + 1]) / 2); // exact
      wrong += isRounded(dtype, (float) numbers[bits], bits) ? 0 : 1;
      wrong += isRounded(dtype, middle, even) ? 0 : 1;
      wrong += isRounded(dtype, Math.nextDown(middle), bits) ? 0 : 1;
      wrong += isRounded(dtype, Math.nextUp(middle), bits + 1) ? 0 : 1;
    }
    assertThat(wrong).isZero();
  }

  private static boolean isRounded(DType dtype, float value, int bits) {
    return narrow(dtype, value) == bits && narrow(dtype, -value) == (bits | SIGN);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void keepsZerosInfinitiesAndWhatIsNoNumber(DType dtype) {
    int infinity = infinity(dtype);
    assertThat(narrow(dtype, 0f)).isZero();
    assertThat(narrow(dtype, -0f)).isEqualTo(SIGN);
    assertThat(narrow(dtype, Float.MIN_VALUE)).isZero();
    assertThat(narrow(dtype, Float.MAX_VALUE)).isEqualTo(infinity);
    assertThat(narrow(dtype, Float.POSITIVE_INFINITY)).isEqualTo(infinity);
    assertThat(narrow(dtype, Float.NEGATIVE_INFINITY)).isEqualTo(infinity | SIGN);
    for (int nan : new int[] {0x7fc00000, 0x7f800001, 0xffffffff, 0xff800001}) {
      int bits = narrow(dtype, Float.intBitsToFloat(nan));
      assertThat(bits & ~SIGN).as("%x", nan).isGreaterThan(infinity);
      assertThat(bits & SIGN).as("%x", nan).isEqualTo(nan >>> 16 & SIGN);
    }
  }

  @Test
  void aTensorIsRoundedAndKeepsItsNameAndShape() {
    CheckpointTensor tensor =
        CheckpointTensor.of("a/kernel", Shape.of(2, 1), new float[] {1, 1 + 0x3p-9f});
    CheckpointTensor half = tensor.as(DType.FLOAT16);
    CheckpointTensor brain = tensor.as(DType.BFLOAT16);
    assertThat(half.spec()).isEqualTo(new TensorSpec("a/kernel", DType.FLOAT16, Shape.of(2, 1)));
    assertThat(half.floats()).containsExactly(1, 1 + 0x3p-9f);
    assertThat(brain.floats()).containsExactly(1, 1 + 0x1p-7f);
    assertThat(brain.as(DType.FLOAT32).floats()).containsExactly(1, 1 + 0x1p-7f);
    assertThat(tensor.as(DType.FLOAT32)).isSameAs(tensor);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT64", "INT32"})
  void otherTypesAreRefused(DType dtype) {
    CheckpointTensor tensor = CheckpointTensor.of("w", Shape.of(1), new float[1]);
    assertThatThrownBy(() -> tensor.as(dtype))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected float16, bfloat16 or float32, found " + dtype.numpyName());
  }
}
