package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

class MappedFileTest {
  @TempDir private Path folder;

  @Test
  void everyPieceUpToTheStrideLiesInOneWindow() throws Exception {
    Path file = folder.resolve("file");
    byte[] bytes = new byte[50];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Files.write(file, bytes);
    for (int stride : new int[] {1, 7, 25, 49, 50, 51}) {
      MappedFile mapped = MappedFile.open(file, stride);
      for (int length = 0; length <= Math.min(stride, 50); length++) {
        for (int offset = 0; offset + length <= 50; offset++) {
          byte[] piece = new byte[length];
          mapped.slice(offset, length).get(piece);
          assertThat(piece).isEqualTo(Arrays.copyOfRange(bytes, offset, offset + length));
        }
      }
    }
  }

  @Test
  void rangesOutsideTheFileAreProgrammingErrors() {
    MappedFile file = MappedFile.of("a", new byte[8]);
    assertThatThrownBy(() -> file.slice(5, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> file.slice(-1, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aCheckpointReadsTheSameThroughSmallWindows() {
    Checkpoint whole = Checkpoint.open(Golden.TINY_TRANSFORMER);
    Checkpoint windows = Checkpoint.open(MappedFile.open(Golden.TINY_TRANSFORMER, 1 << 15));
    whole.tensors().forEach((n, t) -> assertThat(windows.tensor(n).bytes()).isEqualTo(t.bytes()));
  }

  @Test
  void tensorsLongerThanAWindowAreReadInEveryFormat() throws Exception {
    Checkpoint whole = Checkpoint.open(Golden.TINY_TRANSFORMER);
    int window = 1 << 10;
    assertThat(whole.tensors().values()).anyMatch(t -> t.spec().byteSize() > 9L * window);
    Path safetensors = folder.resolve("t.safetensors");
    BundleFiles bundle = BundleFiles.toWrite(folder.resolve("t"));
    Path chunked = folder.resolve("chunked");
    whole.write(safetensors, CheckpointFormat.SAFETENSORS);
    whole.write(bundle.prefix(), CheckpointFormat.TENSORFLOW);
    try (OutputStream out = Files.newOutputStream(chunked)) {
      FlaxWriter.write(out, whole.tensors().values(), 4 * window);
    }
    // The header and the index are read in one piece, which has to fit.
    Checkpoint small = Checkpoint.open(MappedFile.open(safetensors, 1 << 13));
    Checkpoint flax = Checkpoint.open(MappedFile.open(Golden.TINY_TRANSFORMER, window));
    Checkpoint chunks = Checkpoint.open(MappedFile.open(chunked, window));
    Checkpoint tensorflow =
        Checkpoint.of(
            "tf",
            BundleReader.read(
                MappedFile.open(bundle.index()),
                (shard, shards) -> MappedFile.open(bundle.data(shard, shards), window)));
    for (Checkpoint read : List.of(small, flax, chunks, tensorflow)) {
      assertThat(read.tensors()).hasSameSizeAs(whole.tensors());
      whole.tensors().forEach((n, t) -> assertThat(read.tensor(n).bytes()).isEqualTo(t.bytes()));
    }
  }

  @Test
  void readsBeyondTwoGibibytes() throws Exception {
    Path file = folder.resolve("large");
    int size = (1 << 30) - 3;
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(FlaxBytes.of(p -> p.packMapHeader(3)));
      for (int i = 0; i < 3; i++) {
        // The numbers are a hole in the file but for the last one.
        byte[] key = {(byte) 0xa1, (byte) ('a' + i)};
        byte[] head =
            FlaxBytes.of(
                p -> {
                  p.packArrayHeader(3).packArrayHeader(1).packInt(size).packString("uint8");
                  p.packBinaryHeader(size);
                });
        out.write(key);
        out.write(FlaxBytes.of(p -> p.packExtensionTypeHeader((byte) 1, head.length + size)));
        out.write(head);
        out.seek(out.getFilePointer() + size - 1);
        out.write(i + 1);
      }
    }
    Checkpoint checkpoint = Checkpoint.open(file);
    assertThat(Files.size(file)).isGreaterThan(3_000_000_000L);
    for (int i = 0; i < 3; i++) {
      CheckpointTensor tensor = checkpoint.tensor(String.valueOf((char) ('a' + i)));
      assertThat(tensor.shape()).isEqualTo(Shape.of(size));
      assertThat(tensor.bytes().get(size - 1)).isEqualTo((byte) (i + 1));
    }
  }

  @Test
  void filesThatCantBeOpenedAreNamed() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Checkpoint.open(missing))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Can't open %s: expected a checkpoint file, found none; check the path.", missing);
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a folder");
  }

  @Test
  void filesOfOtherKindsAreToldApart() throws Exception {
    refuses("", "an empty file");
    refuses("PK\3\4", "a zip archive");
    refuses("<!DOCTYPE html>", "a web page");
    refuses("hello", "begins with the byte 0x68");
    refuses("\u0089PNG\r\n", "begins with the byte 0x89");
  }

  private void refuses(String content, String words) throws Exception {
    Path file = folder.resolve("other");
    Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Checkpoint.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " is no checkpoint")
        .hasMessageContaining(words);
  }
}
