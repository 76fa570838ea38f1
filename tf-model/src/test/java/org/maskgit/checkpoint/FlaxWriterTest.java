package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

class FlaxWriterTest {
  private static CheckpointTensor tensor(String name, int... shape) {
    long[] dimensions = Arrays.stream(shape).asLongStream().toArray();
    float[] values = new float[(int) Shape.of(dimensions).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i + 0.5f;
    }
    return CheckpointTensor.of(name, Shape.of(dimensions), values);
  }

  @Test
  void rewritesTheFilesOfFlaxByteForByte(@TempDir Path folder) throws Exception {
    for (Path original : List.of(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER)) {
      Path copy = folder.resolve("copy");
      Checkpoint.open(original).write(copy, CheckpointFormat.FLAX_MSGPACK);
      assertThat(Files.mismatch(original, copy)).isEqualTo(-1);
    }
  }

  @Test
  void sortsKeysAsPythonDoes() {
    byte[] file =
        FlaxBytes.written(
            1 << 30,
            tensor("Conv_2", 1),
            tensor("Conv_10", 1),
            tensor("\ufb01", 1),
            tensor("\ud83d\ude00", 1),
            tensor("a/b", 1));
    assertThat(FlaxBytes.open(file).tensors().keySet())
        .containsExactly("Conv_10", "Conv_2", "a/b", "\ufb01", "\ud83d\ude00");
  }

  @Test
  void cutsLargeArraysIntoChunksAsFlaxDoes() {
    CheckpointTensor whole = tensor("w/kernel", 5, 3);
    byte[] file = FlaxBytes.written(27, whole, tensor("w/bias", 6));
    // What flax 0.8.5 writes with MAX_CHUNK_SIZE = 27: chunks of 6, 6 and 3 elements.
    assertThat(file)
        .isEqualTo(
            Base64.getDecoder()
                .decode(
                    "gaZwYXJhbXOBoXeCpGJpYXPHJQGTkQanZmxvYXQzMsQYAAAAPwAAwD8AACBAAABgQAAAkEAAALBA"
                        + "pmtlcm5lbIO5X19tc2dwYWNrX2NodW5rZWRfYXJyYXlfX8Olc2hhcGWCoTAFoTEDpmNodW5r"
                        + "c4OhMMclAZORBqdmbG9hdDMyxBgAAAA/AADAPwAAIEAAAGBAAACQQAAAsEChMcclAZORBqdm"
                        + "bG9hdDMyxBgAANBAAADwQAAACEEAABhBAAAoQQAAOEGhMscZAZORA6dmbG9hdDMyxAwAAEhB"
                        + "AABYQQAAaEE="));
    Checkpoint read = FlaxBytes.open(file);
    assertThat(read.tensor("w/kernel").shape()).isEqualTo(Shape.of(5, 3));
    assertThat(read.tensor("w/kernel").floats()).isEqualTo(whole.floats());
    assertThat(read.tensor("w/bias").floats()).hasSize(6);
  }

  @Test
  void keepsTypesScalarsAndEmptyArrays() {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) 9);
    CheckpointTensor[] tensors =
        Arrays.stream(DType.values())
            .map(
                d ->
                    CheckpointTensor.of(
                        new TensorSpec(d.numpyName(), d, Shape.of(2, 1)),
                        () -> ByteBuffer.allocate(2 * d.bytes())))
            .toArray(CheckpointTensor[]::new);
    for (CheckpointTensor tensor :
        FlaxBytes.open(FlaxBytes.written(99, tensors)).tensors().values()) {
      assertThat(tensor.dtype().numpyName()).isEqualTo(tensor.name());
      assertThat(tensor.shape()).isEqualTo(Shape.of(2, 1));
    }
    TensorSpec scalar = new TensorSpec("scalar", DType.INT16, Shape.scalar());
    Checkpoint read =
        FlaxBytes.open(
            FlaxBytes.written(99, CheckpointTensor.of(scalar, () -> bytes), tensor("empty", 0, 3)));
    assertThat(read.tensor("scalar").spec()).isEqualTo(scalar);
    assertThat(read.tensor("scalar").floats()).containsExactly(9);
    assertThat(read.tensor("empty").shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void oneNameCantBeATensorAndHoldTensors() {
    for (CheckpointTensor[] tensors :
        List.of(
            new CheckpointTensor[] {tensor("a", 1), tensor("a/b", 1)},
            new CheckpointTensor[] {tensor("a/b", 1), tensor("a", 1)})) {
      assertThatThrownBy(() -> FlaxBytes.written(99, tensors))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("a/b");
    }
  }

  @Test
  void replacesTheFileThatItReads(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("model");
    Files.copy(Golden.TINY_TRANSFORMER, file);
    Checkpoint checkpoint = Checkpoint.open(file);
    float[] before = checkpoint.tensor("MlmLayer_0/mlm_bias/bias").floats();
    checkpoint.write(file, CheckpointFormat.SAFETENSORS);
    assertThat(checkpoint.tensor("MlmLayer_0/mlm_bias/bias").floats()).isEqualTo(before);
    Checkpoint rewritten = Checkpoint.open(file);
    assertThat(rewritten.format()).isEqualTo(CheckpointFormat.SAFETENSORS);
    assertThat(rewritten.tensor("MlmLayer_0/mlm_bias/bias").floats()).isEqualTo(before);
  }
}
