package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.tensorflow.ndarray.Shape;

class ArrayFilesTest {
  @TempDir private Path root;

  private static byte[] samples(int count) {
    byte[] samples = new byte[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (byte) i;
    }
    return samples;
  }

  private static byte[] idx(byte[] elements, int... dims) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * dims.length + elements.length);
    out.putInt(0x0800 | dims.length);
    Arrays.stream(dims).forEach(out::putInt);
    return out.put(elements).array();
  }

  private Path idxPair(byte[] images, byte[] labels) throws IOException {
    Files.write(root.resolve("train-labels-idx1-ubyte"), labels);
    return Files.write(root.resolve("train-images-idx3-ubyte"), images);
  }

  private Path npz(String[] names, NpyArray... arrays) throws IOException {
    Path file = root.resolve("data.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < names.length; i++) {
        ByteArrayOutputStream npy = new ByteArrayOutputStream();
        Npy.write(npy, arrays[i]);
        zip.putNextEntry(new ZipEntry(names[i] + ".npy"));
        zip.write(npy.toByteArray());
      }
    }
    return file;
  }

  private static float[] pixels(ImageSet images, int size) {
    ImageBatchConfig config = ImageBatchConfig.evaluation(images.size(), size);
    try (ImagePasses passes = ImagePasses.open(images, config, 1, ImageBatches.START)) {
      return passes.next().orElseThrow().pixels();
    }
  }

  @Test
  void idxImagesComeWithTheLabelsBesideThem() throws IOException {
    Path file = idxPair(idx(samples(12), 3, 2, 2), idx(new byte[] {2, 0, 1}, 3));
    ImageSet images = ImageSet.open(file);
    assertThat(images.files()).containsExactly(file);
    assertThat(images.size()).isEqualTo(3);
    assertThat(images.classNames()).containsExactly("0", "1", "2");
    assertThat(images.label(0)).isEqualTo(2);
    float[] pixels = pixels(images, 2);
    assertThat(pixels).hasSize(36);
    assertThat(pixels[35]).isCloseTo(11 / 255f, within(1e-6f));
    assertThat(pixels[12]).isCloseTo(4 / 255f, within(1e-6f));
  }

  @Test
  void idxMayBeCompressed() throws IOException {
    Path images = root.resolve("t10k-images-idx3-ubyte.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(images))) {
      out.write(idx(samples(8), 2, 2, 2));
    }
    Files.write(root.resolve("t10k-labels-idx1-ubyte"), idx(new byte[] {0, 1}, 2));
    assertThat(ImageSet.open(images).size()).isEqualTo(2);
  }

  @Test
  void damagedIdxFilesSaySo() throws IOException {
    byte[] labels = idx(new byte[] {0, 1, 1}, 3);
    byte[] whole = idx(samples(12), 3, 2, 2);
    assertThatThrownBy(() -> ImageSet.open(idxPair(Arrays.copyOf(whole, 20), labels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("truncated");
    assertThatThrownBy(() -> ImageSet.open(idxPair(whole, idx(new byte[] {0}, 1))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected 3 labels");
    assertThatThrownBy(() -> ImageSet.open(idxPair(samples(40), labels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found something else");
    byte[] giant = idx(new byte[0], 50_000, 2_000, 2_000);
    assertThatThrownBy(() -> ImageSet.open(idxPair(giant, labels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 2 GiB");
    Path images = idxPair(whole, labels);
    Files.delete(root.resolve("train-labels-idx1-ubyte"));
    assertThatThrownBy(() -> ImageSet.open(images))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected its labels beside it");
  }

  @Test
  void npzImagesComeWithOrWithoutLabels() throws IOException {
    NpyArray images = new NpyArray("|u1", Shape.of(2, 2, 2, 3), ByteBuffer.wrap(samples(24)));
    NpyArray labels = NpyArray.of(Shape.of(2), new int[] {1, 0});
    ImageSet labelled = ImageSet.open(npz(new String[] {"images", "labels"}, images, labels));
    assertThat(labelled.label(0)).isEqualTo(1);
    assertThat(labelled.classNames()).containsExactly("0", "1");
    assertThat(pixels(labelled, 2)[23]).isCloseTo(23 / 255f, within(1e-6f));
    ImageSet plain = ImageSet.open(npz(new String[] {"arr_0"}, images));
    assertThat(plain.classNames()).containsExactly("0");
    assertThat(plain.name(1)).isEqualTo("data.npz#1");
  }

  @Test
  void npzFilesOfOtherThingsSaySo() throws IOException {
    NpyArray floats = NpyArray.of(Shape.of(1, 1, 1, 3), new float[3]);
    NpyArray pixels = new NpyArray("|u1", Shape.of(1, 1, 1, 3), ByteBuffer.wrap(samples(3)));
    NpyArray labels = NpyArray.of(Shape.of(2), new int[2]);
    assertThatThrownBy(() -> ImageSet.open(npz(new String[] {"images"}, floats)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected images as uint8 [n, h, w, 3], found <f4");
    assertThatThrownBy(() -> ImageSet.open(npz(new String[] {"x"}, pixels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found [x.npy]");
    assertThatThrownBy(() -> ImageSet.open(npz(new String[] {"images", "labels"}, pixels, labels)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a label for each of 1 images, found 2");
    Path cut = npz(new String[] {"images"}, pixels);
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 60));
    assertThatThrownBy(() -> ImageSet.open(cut))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("truncated or damaged");
  }
}
