package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

class KeyReportTest {
  private static CheckpointTensor zeros(String name, DType dtype, long... shape) {
    TensorSpec spec = new TensorSpec(name, dtype, Shape.of(shape));
    return CheckpointTensor.of(spec, () -> ByteBuffer.allocate((int) spec.byteSize()));
  }

  @Test
  void everythingWrongIsInOneError() {
    Checkpoint checkpoint =
        Checkpoint.of(
            "model.msgpack",
            List.of(
                zeros("a/kernel", DType.FLOAT32, 2, 3),
                zeros("b/kernel", DType.INT32, 4),
                zeros("c/kernel", DType.BFLOAT16, 5),
                zeros("d/kernel", DType.FLOAT32, 6)));
    List<TensorSpec> expected =
        List.of(
            TensorSpec.float32("a/kernel", 3, 2),
            TensorSpec.float32("b/kernel", 4),
            TensorSpec.float32("c/kernel", 5),
            TensorSpec.float32("e/kernel", 7),
            TensorSpec.float32("f/kernel", 8));
    KeyReport report = KeyReport.of(checkpoint, expected);
    assertThat(report.isComplete()).isFalse();
    assertThat(report.missing()).containsExactlyElementsOf(expected.subList(3, 5));
    assertThat(report.extra()).containsExactly(TensorSpec.float32("d/kernel", 6));
    assertThat(report.misshapen()).hasSize(2);
    assertThatThrownBy(() -> report.requireComplete("the transformer"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            String.join(
                System.lineSeparator(),
                "model.msgpack doesn't fit the transformer: 2 tensors are missing, 1 extra, 2"
                    + " wrongly shaped; check that it is the right file.",
                "missing: e/kernel float32 [7]",
                "missing: f/kernel float32 [8]",
                "extra: d/kernel float32 [6]",
                "wrong shape: a/kernel expected float32 [3, 2], found float32 [2, 3]",
                "wrong shape: b/kernel expected float32 [4], found int32 [4]"));
  }

  @Test
  void anyFloatTypeFits() {
    KeyReport report =
        KeyReport.of(
            Checkpoint.of("half", List.of(zeros("w", DType.FLOAT16, 2))),
            List.of(TensorSpec.float32("w", 2)));
    assertThat(report.isComplete()).isTrue();
    assertThat(report.lines()).isEmpty();
    assertThatCode(() -> report.requireComplete("the model")).doesNotThrowAnyException();
  }

  @Test
  void aMissingTensorIsNamed() {
    Checkpoint checkpoint = Checkpoint.of("a", List.of(zeros("w", DType.FLOAT32, 2)));
    assertThatThrownBy(() -> checkpoint.tensor("v"))
        .isInstanceOf(DataException.class)
        .hasMessage("a: expected a tensor v, found none among 1; is this the right file?");
  }
}
