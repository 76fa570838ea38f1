package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.Int64List;

class TfRecordsTest {
  @TempDir private Path root;

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] record(byte[] example) {
    byte[] length = little(8).putLong(example.length).array();
    return little(16 + example.length)
        .put(length)
        .putInt(checksum(length))
        .put(example)
        .putInt(checksum(example))
        .array();
  }

  private static byte[] example(byte[] image, long label) {
    BytesList bytes = BytesList.newBuilder().addValue(ByteString.copyFrom(image)).build();
    Int64List labels = Int64List.newBuilder().addValue(label).build();
    Features features =
        Features.newBuilder()
            .putFeature("image/encoded", Feature.newBuilder().setBytesList(bytes).build())
            .putFeature("image/class/label", Feature.newBuilder().setInt64List(labels).build())
            .build();
    return Example.newBuilder().setFeatures(features).build().toByteArray();
  }

  private Path file(String name, int from, int to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = from; i < to; i++) {
      byte[] image = TinyImages.encode(TinyImages.image(i, 8, 8 + i), "png");
      out.write(record(example(i == 3 ? new byte[5] : image, i % 3)));
    }
    return Files.write(root.resolve(name), out.toByteArray());
  }

  @Test
  void recordsOfSeveralFilesAreReadInAnyOrderAndBrokenImagesSkipped() throws IOException {
    Path first = file("train-00000-of-00002", 0, 5);
    Path second = file("train-00001-of-00002", 5, 8);
    ImageSet images = ImageSet.open(root);
    assertThat(images.files()).containsExactly(first, second);
    assertThat(images.size()).isEqualTo(8);
    assertThat(images.classNames()).containsExactly("0", "1", "2");
    ImageBatchConfig config = ImageBatchConfig.training(7, 8, 5, Augmentation.NONE);
    try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
      Set<Integer> seen = new TreeSet<>();
      for (int i = 0; i < 2; i++) {
        ImageBatch batch = batches.next();
        for (int j = 0; j < 7; j++) {
          int number = TinyImages.number(batch, j);
          seen.add(number);
          assertThat(batch.labels().get(j)).isEqualTo(number % 3);
        }
      }
      assertThat(seen).containsExactly(0, 1, 2, 4, 5, 6, 7);
      assertThat(batches.broken()).containsExactly("train-00000-of-00002#3");
    }
  }

  @Test
  void damagedFilesSaySo() throws IOException {
    Path file = file("a.tfrecord", 0, 2);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 9));
    assertThatThrownBy(() -> ImageSet.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("truncated or damaged");
    Files.write(file, record(Example.getDefaultInstance().toByteArray()));
    assertThatThrownBy(() -> ImageSet.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.tfrecord#0: expected a tf.Example with \"image/encoded\"");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> ImageSet.open(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected records of images, found none");
  }

  @Test
  void aFileThatChangesWhileItIsReadIsAnErrorAndNotBroken() throws IOException {
    Path file = file("a.tfrecord", 0, 2);
    ImageSet images = ImageSet.open(file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 9));
    ImageBatchConfig config = ImageBatchConfig.evaluation(2, 8);
    try (ImageBatches batches = ImageBatches.open(images, config, ImageBatches.START)) {
      assertThatThrownBy(batches::next)
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("%s: expected %d bytes", file, whole.length);
    }
  }
}
