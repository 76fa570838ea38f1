package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

class BundleWriterTest {
  @TempDir private Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void everyTypeAndShapeComesBack() throws Exception {
    List<CheckpointTensor> tensors = DamagedCheckpointTest.ofEveryType();
    // No flag is 2, which is what bytes of no meaning may be.
    tensors.removeIf(tensor -> tensor.dtype() == DType.BOOL);
    TensorSpec flags = new TensorSpec("Layer_0/flags", DType.BOOL, Shape.of(2));
    tensors.add(CheckpointTensor.of(flags, () -> ByteBuffer.wrap(new byte[] {1, 0})));
    Checkpoint.of("tensors", tensors).write(folder.resolve("m"), CheckpointFormat.TENSORFLOW);

    assertThat(files()).containsExactly("m.data-00000-of-00001", "m.index");
    Checkpoint read = Checkpoint.open(folder.resolve("m"));
    assertThat(read.tensors()).hasSize(tensors.size());
    for (CheckpointTensor tensor : tensors) {
      assertThat(read.tensor(tensor.name()).spec()).isEqualTo(tensor.spec());
      assertThat(read.tensor(tensor.name()).bytes()).isEqualTo(tensor.bytes());
    }
  }

  @Test
  void theFilesAreTensorFlowsOwn() throws Exception {
    Bundles.write(
        folder.resolve("theirs"),
        tf -> ImmutableMap.of("a", tf.constant(3f), "b/kernel", tf.constant(new float[] {1, 2})));
    Checkpoint.open(folder.resolve("theirs"))
        .write(folder.resolve("ours.index"), CheckpointFormat.TENSORFLOW);
    for (String ending : List.of(".index", ".data-00000-of-00001")) {
      assertThat(folder.resolve("ours" + ending))
          .hasSameBinaryContentAs(folder.resolve("theirs" + ending));
    }
  }

  @Test
  void everyFormatComesBackFromEveryOther() throws Exception {
    for (CheckpointFormat first : CheckpointFormat.values()) {
      Path one = folder.resolve("one-" + first);
      Checkpoint.open(Golden.TINY_TRANSFORMER).write(one, first);
      for (CheckpointFormat second : CheckpointFormat.values()) {
        Path two = folder.resolve("two-" + first + second);
        Checkpoint.open(one).write(two, second);
        assertThat(Checkpoint.open(two).format()).isEqualTo(second);
        assertSameAsFlaxWroteIt(Checkpoint.open(two), Golden.TINY_TRANSFORMER);
      }
    }
    Path tokenizer = folder.resolve("tokenizer");
    Checkpoint.open(Golden.TINY_TOKENIZER).write(tokenizer, CheckpointFormat.TENSORFLOW);
    assertSameAsFlaxWroteIt(Checkpoint.open(tokenizer), Golden.TINY_TOKENIZER);
  }

  private void assertSameAsFlaxWroteIt(Checkpoint checkpoint, Path original) throws IOException {
    Path back = folder.resolve("back");
    checkpoint.write(back, CheckpointFormat.FLAX_MSGPACK);
    assertThat(Files.mismatch(original, back)).isEqualTo(-1);
  }

  @Test
  void replacesTheCheckpointThatItReads() throws Exception {
    Path prefix = folder.resolve("m");
    Checkpoint.of("m", List.of(CheckpointTensor.of("w", Shape.of(2), new float[] {1, 2})))
        .write(prefix, CheckpointFormat.TENSORFLOW);
    Checkpoint before = Checkpoint.open(prefix);
    before
        .withTensors(List.of(before.tensor("w").named("v")))
        .write(prefix, CheckpointFormat.TENSORFLOW);
    assertThat(before.tensor("w").floats()).containsExactly(1, 2);
    assertThat(Checkpoint.open(prefix).tensor("v").floats()).containsExactly(1, 2);
    assertThat(files()).containsExactly("m.data-00000-of-00001", "m.index");
  }

  @Test
  void aFailureLeavesTheOlderCheckpoint() throws Exception {
    Path prefix = folder.resolve("m");
    Checkpoint.of("m", List.of(CheckpointTensor.of("w", Shape.of(1), new float[] {1})))
        .write(prefix, CheckpointFormat.TENSORFLOW);
    TensorSpec spec = TensorSpec.float32("w", 1);
    Checkpoint failing =
        Checkpoint.of(
            "f",
            List.of(
                CheckpointTensor.of(
                    spec,
                    () -> {
                      throw new DataException("damaged");
                    })));
    assertThatThrownBy(() -> failing.write(prefix, CheckpointFormat.TENSORFLOW))
        .isInstanceOf(DataException.class)
        .hasMessage("damaged");
    assertThat(Checkpoint.open(prefix).tensor("w").floats()).containsExactly(1);
    assertThat(files()).containsExactly("m.data-00000-of-00001", "m.index");
  }

  @Test
  void aTargetThatCantBeIsSaid() throws Exception {
    Checkpoint checkpoint =
        Checkpoint.of("m", List.of(CheckpointTensor.of("w", Shape.of(1), new float[] {1})));
    assertThatThrownBy(
            () -> checkpoint.write(folder.resolve("none/m"), CheckpointFormat.TENSORFLOW))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected a folder");
    assertThatThrownBy(() -> checkpoint.write(folder, CheckpointFormat.TENSORFLOW))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a folder");
  }
}
