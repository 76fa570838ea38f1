package org.maskgit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;

final class VariableTransferTest {

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "BFLOAT16"})
  void whatIsReadIsOfTheTypeInWhichItIsStored(DType dtype) {
    Shape shape = Shape.of(3);
    CheckpointTensor values = CheckpointTensor.of("a/kernel", shape, new float[] {1, -0.1f, 3e9f});
    try (Graph graph = new Graph()) {
      VariableTransfer transfer =
          VariableTransfer.build(
              graph, List.of(Variable.parameter(graph, new TensorSpec("a/kernel", dtype, shape))));
      try (Session session = Device.CPU.open(graph)) {
        transfer.fill(session, Checkpoint.of("given", List.of(values)));
        try (VariableTransfer.Snapshot read = transfer.read(session, "read")) {
          CheckpointTensor found = read.values().tensor("a/kernel");
          assertThat(found.dtype()).isEqualTo(dtype);
          assertThat(found.bytes()).isEqualTo(values.as(dtype).bytes());
        }
      }
    }
  }

  @Test
  void aCounterIsReadAsItWasFilled() {
    TensorSpec spec = new TensorSpec("step", DType.INT64, Shape.scalar());
    ByteBuffer seven = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 7);
    try (Graph graph = new Graph()) {
      VariableTransfer transfer =
          VariableTransfer.build(graph, List.of(Variable.counter(graph, "step")));
      try (Session session = Device.CPU.open(graph)) {
        transfer.fill(
            session, Checkpoint.of("given", List.of(CheckpointTensor.of(spec, () -> seven))));
        try (VariableTransfer.Snapshot read = transfer.read(session, "read")) {
          assertThat(read.values().tensor("step").bytes()).isEqualTo(seven);
        }
      }
    }
  }
}
