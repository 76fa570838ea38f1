package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

class SafetensorsTest {
  private static Checkpoint open(byte[] bytes) {
    return Checkpoint.open(MappedFile.of("a.safetensors", bytes));
  }

  /** A file of that header and as many zeros. */
  private static byte[] file(String header, int data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static byte[] written(Map<String, String> metadata, CheckpointTensor... tensors) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      SafetensorsWriter.write(out, List.of(tensors), metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String entry(String dtype, String shape, int begin, int end) {
    return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(dtype, shape, begin, end);
  }

  private static void refuses(String header, int data, String... words) {
    assertThatThrownBy(() -> open(file(header, data)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("a.safetensors")
        .hasMessageContainingAll(words);
  }

  @Test
  void whatIsWrittenIsReadUnderTheSameNames(@TempDir Path folder) {
    Path file = folder.resolve("tiny.safetensors");
    Checkpoint flax = Checkpoint.open(Golden.TINY_TRANSFORMER);
    flax.withMetadata(Map.of("format", "flax", "note", "a \"b\" ü"))
        .write(file, CheckpointFormat.SAFETENSORS);
    Checkpoint read = Checkpoint.open(file);
    assertThat(read.format()).isEqualTo(CheckpointFormat.SAFETENSORS);
    assertThat(read.metadata()).isEqualTo(Map.of("format", "flax", "note", "a \"b\" ü"));
    assertThat(read.tensors().keySet()).isEqualTo(flax.tensors().keySet());
    for (CheckpointTensor tensor : flax.tensors().values()) {
      assertThat(read.tensor(tensor.name()).spec()).isEqualTo(tensor.spec());
      assertThat(read.tensor(tensor.name()).bytes()).isEqualTo(tensor.bytes());
    }
  }

  @Test
  void everyTypeScalarsAndEmptyTensorsAreKept() {
    CheckpointTensor[] tensors =
        Arrays.stream(DType.values())
            .flatMap(
                d ->
                    Arrays.stream(new Shape[] {Shape.scalar(), Shape.of(3, 0), Shape.of(2, 3)})
                        .map(s -> new TensorSpec(d + "/" + s.numDimensions() + s.size(), d, s)))
            .map(s -> CheckpointTensor.of(s, () -> ByteBuffer.allocate((int) s.byteSize())))
            .toArray(CheckpointTensor[]::new);
    Checkpoint read = open(written(Map.of(), tensors));
    assertThat(read.tensors()).hasSize(tensors.length);
    for (CheckpointTensor tensor : tensors) {
      assertThat(read.tensor(tensor.name()).spec()).isEqualTo(tensor.spec());
    }
  }

  @Test
  void tensorsAreAlignedToTheirSize() {
    byte[] bytes =
        written(
            Map.of(),
            CheckpointTensor.of("a", Shape.of(3), new float[3]),
            CheckpointTensor.of("b", Shape.of(1), new float[] {7}),
            CheckpointTensor.of("c", Shape.of(16, 3), new float[48]),
            CheckpointTensor.of("d", Shape.of(16), new float[16]));
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat((8 + header) % 64).isZero();
    assertThat(new String(bytes, 8, (int) header, StandardCharsets.UTF_8).stripTrailing())
        .isEqualTo(
            ("{'c':{'dtype':'F32','shape':[16,3],'data_offsets':[0,192]},"
                    + "'d':{'dtype':'F32','shape':[16],'data_offsets':[192,256]},"
                    + "'a':{'dtype':'F32','shape':[3],'data_offsets':[256,268]},"
                    + "'b':{'dtype':'F32','shape':[1],'data_offsets':[268,272]}}")
                .replace('\'', '"'));
    assertThat(open(bytes).tensor("b").floats()).containsExactly(7);
  }

  @Test
  void dotsAndSlashesJoinFlaxNamesButPyTorchNamesStay() {
    String kernel = entry("F32", "[]", 0, 4);
    String bias = entry("F32", "[]", 4, 8);
    assertThat(
            open(file(
                    "{\"params.Conv_0.kernel\":%s,\"params.Conv_0.bias\":%s}"
                        .formatted(kernel, bias),
                    8))
                .tensors()
                .keySet())
        .containsExactly("Conv_0/kernel", "Conv_0/bias");
    assertThat(
            open(file("{\"params/Conv_0/kernel\":%s,\"x/bias\":%s}".formatted(kernel, bias), 8))
                .tensors()
                .keySet())
        .containsExactly("Conv_0/kernel", "x/bias");
    assertThat(
            open(file("{\"conv.weight\":%s,\"conv.bias\":%s}".formatted(kernel, bias), 8))
                .tensors()
                .keySet())
        .containsExactly("conv.weight", "conv.bias");
  }

  @Test
  void refusesHeadersThatAreNotTrue() {
    refuses("{", 0, "no JSON");
    refuses("{}", 0, "holds no tensors");
    refuses("{\"a\":1}", 0, "no JSON");
    refuses("{\"a\":%s} x".formatted(entry("U8", "[4]", 0, 4)), 4, "no JSON");
    refuses("{\"a\":%s,}".formatted(entry("U8", "[4]", 0, 4)), 4, "no JSON");
    refuses("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}", 1, "a lacks its dtype");
    refuses("{\"a\":%s}".formatted(entry("F8_E4M3", "[4]", 0, 4)), 4, "F8_E4M3", "a");
    refuses("{\"a\":%s}".formatted(entry("U8", "[-4]", 0, 4)), 4, "negative number -4");
    refuses("{\"a\":%s}".formatted(entry("U8", "[\"4\"]", 0, 4)), 4, "isn't one of at most 32");
    refuses("{\"a\":%s}".formatted(entry("U8", "[1.5]", 0, 4)), 4, "no JSON");
    refuses("{\"a\":{\"x\":1}}", 0, "unknown key x");
    refuses("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 0, "a has its dtype twice");
    refuses("{\"__metadata__\":{\"a\":1}}", 0, "metadata a is no text");
    refuses("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "metadata a stands twice");
    String a = entry("U8", "[1]", 0, 1);
    String b = entry("U8", "[1]", 1, 2);
    refuses("{\"a\":%s,\"a\":%s}".formatted(a, b), 2, "the key a stands twice");
    refuses("{\"c/kernel\":%s,\"params/c/kernel\":%s}".formatted(a, b), 2, "c/kernel stands twice");
  }

  @Test
  void refusesRangesThatOverlapOrLeaveGapsOrTheFile() {
    String first = "{\"a\":" + entry("U8", "[4]", 0, 4);
    refuses(first + ",\"b\":" + entry("U8", "[4]", 2, 6) + "}", 6, "b lies at 2..6", "begin at 4");
    refuses(first + ",\"b\":" + entry("U8", "[4]", 0, 4) + "}", 4, "expected it to begin at 4");
    refuses(first + ",\"b\":" + entry("U8", "[4]", 5, 9) + "}", 9, "b lies at 5..9");
    refuses(first + "}", 3, "to end by 3");
    refuses(first + "}", 5, "the tensors end at 4, the file at 5");
    refuses("{\"a\":" + entry("F32", "[4]", 0, 4) + "}", 4, "isn't what its shape takes");
    refuses("{\"a\":" + entry("U8", "[4]", 4, 0) + "}", 4, "isn't what its shape takes");
    refuses(
        "{\"a\":" + entry("U8", "[9223372036854775807,9223372036854775807]", 0, 1) + "}",
        1,
        "isn't what its shape takes");
  }

  @Test
  void refusesHeadersLargerThanTheFileOrTheCap() {
    byte[] bytes = file("{\"a\":%s}".formatted(entry("U8", "[4]", 0, 4)), 4);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 0x7fffffff);
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it declares 2147483647 bytes, but the file has");
  }
}
