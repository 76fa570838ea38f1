package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class TensorStatisticsTest {
  @Test
  void rangeAndMeanOverManyPieces() {
    float[] values = new float[50_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = 16_000_000 + i % 2;
    }
    values[49_999] = -3;
    values[0] = 2e7f;
    TensorStatistics found =
        TensorStatistics.of(CheckpointTensor.of("w", Shape.of(50, 1000), values));
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    assertThat(found.min()).isEqualTo(-3);
    assertThat(found.max()).isEqualTo(2e7);
    assertThat(found.mean()).isCloseTo(sum / values.length, within(1e-6));
    assertThat(found.isFinite()).isTrue();
  }

  @Test
  void nansAndInfinitiesAreSaid() {
    TensorStatistics found =
        TensorStatistics.of(
            CheckpointTensor.of(
                "w",
                Shape.of(5),
                new float[] {1, Float.NaN, -2, Float.NEGATIVE_INFINITY, Float.NaN}));
    assertThat(found.isFinite()).isFalse();
    assertThat(found.nans()).isEqualTo(2);
    assertThat(found.infinities()).isEqualTo(1);
    assertThat(found.describe())
        .isEqualTo("min -2.0000 max 1.0000 mean -0.5000, 2 NaN, 1 infinite");
  }

  @Test
  void nothingFiniteHasNoRange() {
    TensorStatistics empty =
        TensorStatistics.of(CheckpointTensor.of("w", Shape.of(0), new float[0]));
    assertThat(empty.mean()).isNaN();
    assertThat(empty.min()).isNaN();
    assertThat(empty.isFinite()).isTrue();
  }

  @Test
  void halvesAreReadAsNumbers() {
    ByteBuffer bytes =
        ByteBuffer.allocate(4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(0, (short) 0x3f80)
            .putShort(2, (short) 0xbf80);
    TensorSpec spec = new TensorSpec("w", DType.BFLOAT16, Shape.of(2));
    TensorStatistics found = TensorStatistics.of(CheckpointTensor.of(spec, () -> bytes));
    assertThat(found.min()).isEqualTo(-1);
    assertThat(found.max()).isEqualTo(1);
    assertThat(found.spec()).isEqualTo(spec);
  }
}
