package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

/**
 * A damaged file is refused or, where the damage hits numbers or leaves the structure sound, read.
 * Nothing else happens, and no declared size makes the reader allocate.
 */
class DamagedCheckpointTest {
  /** What opening takes besides the file: the readers' own buffers and messages. */
  private static final long READER_BYTES = 128 << 10;

  private static byte[] small(CheckpointFormat format) throws IOException {
    List<CheckpointTensor> tensors = ofEveryType();
    tensors.add(CheckpointTensor.of("Layer_1/chunked", Shape.of(5, 5), new float[25]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (format) {
      case FLAX_MSGPACK -> FlaxWriter.write(out, tensors, 64);
      case SAFETENSORS -> SafetensorsWriter.write(out, tensors, Map.of("format", "flax"));
      case TENSORFLOW -> throw new IllegalArgumentException("see DamagedBundleTest");
    }
    return out.toByteArray();
  }

  static List<CheckpointTensor> ofEveryType() {
    List<CheckpointTensor> tensors = new ArrayList<>();
    for (DType dtype : DType.values()) {
      TensorSpec spec = new TensorSpec("Layer_0/" + dtype.numpyName(), dtype, Shape.of(2, 3));
      byte[] data = new byte[(int) spec.byteSize()];
      new SplittableRandom(dtype.bytes()).nextBytes(data);
      tensors.add(CheckpointTensor.of(spec, () -> ByteBuffer.wrap(data)));
    }
    tensors.add(CheckpointTensor.of("Layer_1/scale", Shape.scalar(), new float[] {1}));
    tensors.add(CheckpointTensor.of("Layer_1/empty", Shape.of(0, 7), new float[0]));
    return tensors;
  }

  private static Checkpoint open(byte[] bytes) {
    Checkpoint checkpoint = Checkpoint.open(MappedFile.of("damaged", bytes));
    checkpoint.tensors().values().forEach(CheckpointTensor::floats);
    return checkpoint;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TENSORFLOW")
  void everyTruncationIsRefused(CheckpointFormat format) throws IOException {
    byte[] whole = small(format);
    assertThat(open(whole).tensors()).hasSize(DType.values().length + 3);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> open(cut))
          .as("the first %d of %d bytes", length, whole.length)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("damaged");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TENSORFLOW")
  void tenThousandRandomByteFlipsAreReadOrRefused(CheckpointFormat format) throws IOException {
    byte[] whole = small(format);
    SplittableRandom random = new SplittableRandom(20220204);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int refused = 0;
    for (int round = 0; round < 10_000; round++) {
      byte[] bytes = whole.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        // Half of the flips hit the first bytes, where structure is dense.
        int reach = random.nextBoolean() ? bytes.length : 160;
        bytes[random.nextInt(reach)] ^= (byte) (1 + random.nextInt(255));
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        open(bytes);
      } catch (DataException e) {
        refused++;
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated in round %d", round)
          .isLessThan(whole.length + READER_BYTES);
    }
    assertThat(refused).isBetween(1_000, 9_999);
  }
}
