package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;

/**
 * A damaged TensorFlow checkpoint is refused, or read as it was where the damage hits bytes of no
 * meaning. The checksums leave nothing in between, but for the footer, which has none.
 */
class DamagedBundleTest {
  private static final int FOOTER = 48;

  private byte[] index;
  private byte[] data;

  @BeforeEach
  void writeACheckpoint(@TempDir Path folder) throws Exception {
    BundleFiles files = BundleFiles.toWrite(folder.resolve("m"));
    Checkpoint.of("m", DamagedCheckpointTest.ofEveryType())
        .write(files.prefix(), CheckpointFormat.TENSORFLOW);
    index = Files.readAllBytes(files.index());
    data = Files.readAllBytes(files.data(0, 1));
  }

  private static int read(byte[] index, byte[] data) {
    var tensors =
        BundleReader.read(
            MappedFile.of("m.index", index),
            (shard, shards) -> MappedFile.of("m.data-00000-of-00001", data));
    tensors.forEach(CheckpointTensor::floats);
    return tensors.size();
  }

  private static void refuses(byte[] index, byte[] data, String what) {
    assertThatThrownBy(() -> read(index, data))
        .as(what)
        .isInstanceOf(DataException.class)
        .hasMessageMatching("m\\.(index|data-00000-of-00001)\\b[^\n]* again\\.");
  }

  @Test
  void everyTruncationIsRefused() {
    assertThat(read(index, data)).isEqualTo(DType.values().length + 2);
    for (int length = 0; length < index.length; length++) {
      refuses(Arrays.copyOf(index, length), data, "index of " + length);
    }
    for (int length = 0; length < data.length; length++) {
      refuses(index, Arrays.copyOf(data, length), "data of " + length);
    }
  }

  @Test
  void everyFlippedByteOfBlocksAndNumbersIsRefused() {
    for (int at = 0; at < data.length; at++) {
      refuses(index, flipped(data, at, 0x10), "data byte " + at);
    }
    // The first block holds the entries; the second, which is empty, is never looked at.
    int second = Bytes.indexOf(index, new byte[] {0, 0, 0, 0, 1, 0, 0, 0, 0});
    for (int at = 0; at < second; at++) {
      refuses(flipped(index, at, 0x10), data, "index byte " + at);
    }
  }

  @Test
  void anyFooterIsReadOrRefused() {
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = index.clone();
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        bytes[bytes.length - 1 - random.nextInt(FOOTER)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(read(bytes, data)).isEqualTo(DType.values().length + 2);
      } catch (DataException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(2_000, 4_999);
  }

  @Test
  void aBlockSizeThatEndsTheProcessInTensorFlowIsRefused() {
    byte[] bytes = index.clone();
    int at = bytes.length - FOOTER;
    for (int handle = 0; handle < 3; handle++) {
      while (bytes[at++] < 0) {
        // a varint goes on while its highest bit is set
      }
    }
    for (int i = 0; i < 5; i++) {
      bytes[at + i] = (byte) 0x80;
    }
    bytes[at + 5] = 2; // 2^36
    refuses(bytes, data, "a block of 64 GiB");
  }

  private static byte[] flipped(byte[] bytes, int at, int mask) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) mask;
    return flipped;
  }
}
