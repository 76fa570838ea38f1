package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodingTest {
  // TensorFlow divides by 255 by multiplying.
  private static final Offset<Float> ROUNDING = within(1e-6f);

  @TempDir private Path root;

  private float[] only(ImageBatchConfig config) {
    try (ImageBatches batches =
        ImageBatches.open(ImageSet.open(root), config, ImageBatches.START)) {
      return batches.next().pixels();
    }
  }

  private static ImageBatchConfig plain(int size, boolean overWhite) {
    return new ImageBatchConfig(1, size, false, 0, overWhite, Augmentation.NONE, 1);
  }

  private void write(BufferedImage image, String format) throws IOException {
    TinyImages.write(root.resolve("a/image." + format), TinyImages.encode(image, format));
  }

  @Test
  void anImageOfTheRightSizeComesOutUnchanged() throws IOException {
    write(TinyImages.image(200, 8, 8), "png");
    float[] pixels = only(plain(8, true));
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        int at = (y * 8 + x) * 3;
        assertThat(pixels[at]).isCloseTo(200 / 255f, ROUNDING);
        assertThat(pixels[at + 1]).isCloseTo(10 * y / 255f, ROUNDING);
        assertThat(pixels[at + 2]).isCloseTo(10 * x / 255f, ROUNDING);
      }
    }
  }

  @Test
  void alphaIsLaidOverWhiteOrDropped() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00336699);
    image.setRGB(1, 0, 0x80336699);
    write(image, "png");
    Augmentation whole = new Augmentation(true, 1, 1, 2, 2, false);
    float[] over = only(new ImageBatchConfig(1, 2, false, 0, true, whole, 1));
    float[] dropped = only(new ImageBatchConfig(1, 2, false, 0, false, whole, 1));
    float half = 0x80 / 255f;
    assertThat(over[0]).isEqualTo(1f);
    assertThat(over[3]).isCloseTo(0x33 / 255f * half + 1 - half, ROUNDING);
    assertThat(dropped[0]).isCloseTo(0x33 / 255f, ROUNDING);
    assertThat(dropped[3]).isCloseTo(0x33 / 255f, ROUNDING);
  }

  @Test
  void grayAndJpegBecomeRgb() throws IOException {
    BufferedImage gray = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    gray.getRaster().setSample(0, 0, 0, 100);
    write(gray, "png");
    float[] pixels = only(plain(8, true));
    assertThat(pixels[0]).isCloseTo(100 / 255f, ROUNDING);
    assertThat(pixels[2]).isEqualTo(pixels[0]);
    assertThat(pixels[3]).isZero();
    write(gray, "jpg");
    assertThat(only(plain(8, true))).hasSize(192);
  }

  @Test
  void sixteenBitsPalettesAndOtherFormatsAreRead() throws IOException {
    BufferedImage deep = new BufferedImage(8, 8, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 100 * 257);
    write(deep, "png");
    assertThat(only(plain(8, true))[0]).isCloseTo(100 / 255f, ROUNDING);

    byte[] red = {0, (byte) 200};
    byte[] others = {0, 0};
    IndexColorModel palette = new IndexColorModel(1, 2, red, others, others, 0);
    BufferedImage indexed = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_BINARY, palette);
    indexed.getRaster().setSample(1, 0, 0, 1);
    write(indexed, "png");
    float[] pixels = only(plain(8, true));
    assertThat(pixels[1]).isCloseTo(1, ROUNDING); // the transparent colour
    assertThat(pixels[3]).isCloseTo(200 / 255f, ROUNDING);
    assertThat(pixels[4]).isZero();

    for (String format : List.of("gif", "bmp")) {
      Files.deleteIfExists(root.resolve("a/image.png"));
      Files.deleteIfExists(root.resolve("a/image.gif"));
      write(TinyImages.image(255, 8, 8), format);
      assertThat(only(plain(8, true))).as(format).hasSize(192).startsWith(1f);
    }
  }

  @Test
  void withoutRandomCropsTheLargestSquareInTheMiddleIsTaken() throws IOException {
    write(TinyImages.image(0, 4, 10), "png");
    float[] pixels = only(plain(4, true));
    assertThat(pixels[2]).isCloseTo(10 * 3 / 255f, ROUNDING);
    assertThat(pixels[3 * 3 + 2]).isCloseTo(10 * 6 / 255f, ROUNDING);
  }

  @Test
  void shrinkingAverages() throws IOException {
    BufferedImage stripes = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x += 2) {
        stripes.setRGB(x, y, 0xffffff);
      }
    }
    write(stripes, "png");
    assertThat(only(plain(4, true))[3 * 5]).isCloseTo(0.5f, within(0.02f));
  }

  @Test
  void flipsMirrorAboutHalfOfTheImages() throws IOException {
    write(TinyImages.image(0, 8, 8), "png");
    ImageBatchConfig config = ImageBatchConfig.training(64, 8, 3, Augmentation.FLIP);
    float[] pixels = only(config);
    int flipped = 0;
    for (int i = 0; i < 64; i++) {
      float left = pixels[i * 192 + 2];
      flipped += left > 0 ? 1 : 0;
      assertThat(left).isCloseTo(left > 0 ? 10 * 7 / 255f : 0, ROUNDING);
    }
    assertThat(flipped).isBetween(16, 48);
  }

  @Test
  void randomCropsStayWithinTheirLimits() throws IOException {
    write(TinyImages.image(0, 10, 10), "png");
    Augmentation quarter = new Augmentation(true, 0.25, 0.25, 1, 1, false);
    float[] pixels = only(ImageBatchConfig.training(64, 5, 3, quarter));
    for (int i = 0; i < 64; i++) {
      int at = i * 75;
      float across = pixels[at + 4 * 3 + 2] - pixels[at + 2];
      float down = pixels[at + 4 * 15 + 1] - pixels[at + 1];
      assertThat(across).isCloseTo(10 * 4 / 255f, ROUNDING);
      assertThat(down).isCloseTo(10 * 4 / 255f, ROUNDING);
    }
  }
}
