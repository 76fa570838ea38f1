package org.maskgit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.maskgit.image.PillowResizeTest.unsigned;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every kind of picture file is read as; the expected samples are Pillow's. */
class ImageFilesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void readsItsOwnSamplesBack(String format) {
    RgbImage image = Pictures.gradients(13, 9);
    assertThat(read(Pictures.encode(image.toBufferedImage(), format))).isEqualTo(image);
  }

  @Test
  void writesAPngAndReadsItBack() {
    RgbImage image = Pictures.gradients(13, 9);
    Path file = folder.resolve("out.png");
    ImageFiles.writePng(file, image);
    assertThat(ImageFiles.read(file)).isEqualTo(image);
    assertThat(folder.toFile().list()).containsExactly("out.png");
  }

  @Test
  void readsASinglePixel() {
    byte[] png = Pictures.encode(Pictures.of(BufferedImage.TYPE_3BYTE_BGR, 1, 9, 8, 7), "png");
    assertThat(read(png)).isEqualTo(new RgbImage(1, 1, new byte[] {9, 8, 7}));
  }

  @Test
  void repeatsGrayWithoutBrighteningIt() {
    byte[] png = Pictures.encode(Pictures.of(BufferedImage.TYPE_BYTE_GRAY, 3, 0, 100, 255), "png");
    assertThat(unsigned(read(png).rgb())).containsExactly(0, 0, 0, 100, 100, 100, 255, 255, 255);
  }

  @Test
  void readsBlackAndWhite() {
    byte[] png = Pictures.encode(Pictures.of(BufferedImage.TYPE_BYTE_BINARY, 2, 0, 1), "png");
    assertThat(unsigned(read(png).rgb())).containsExactly(0, 0, 0, 255, 255, 255);
  }

  @Test
  void dropsAlphaAndKeepsTheColourUnderIt() {
    BufferedImage image =
        Pictures.of(BufferedImage.TYPE_4BYTE_ABGR, 2, 10, 20, 30, 0, 200, 100, 50, 128);
    assertThat(unsigned(read(Pictures.encode(image, "png")).rgb()))
        .containsExactly(10, 20, 30, 200, 100, 50);
  }

  @Test
  void keepsTheHighByteOf16Bits() {
    BufferedImage gray = Pictures.of16Bits(3, false, 0x00ff, 0x1234, 0xffff);
    assertThat(unsigned(read(Pictures.encode(gray, "png")).rgb()))
        .containsExactly(0, 0, 0, 0x12, 0x12, 0x12, 255, 255, 255);
    BufferedImage colour = Pictures.of16Bits(1, false, 0x80ff, 0x0100, 0xfe00);
    assertThat(unsigned(read(Pictures.encode(colour, "png")).rgb())).containsExactly(0x80, 1, 0xfe);
    BufferedImage translucent = Pictures.of16Bits(1, true, 0x80ff, 0x0100, 0xfe00, 0);
    assertThat(unsigned(read(Pictures.encode(translucent, "png")).rgb()))
        .containsExactly(0x80, 1, 0xfe);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif"})
  void looksColoursUpInThePalette(String format) {
    byte[] red = {10, (byte) 200};
    byte[] green = {20, 100};
    byte[] blue = {30, 50};
    IndexColorModel palette = new IndexColorModel(1, 2, red, green, blue, 1);
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setPixels(0, 0, 2, 1, new int[] {0, 1});
    assertThat(unsigned(read(Pictures.encode(image, format)).rgb()))
        .containsExactly(10, 20, 30, 200, 100, 50);
  }

  @Test
  void convertsCmykAsPillowDoes() {
    assertHalves(read(Pictures.cmykJpeg()), 1, 217, 49, 173, 87, 165, 0);
    assertHalves(read(Pictures.ycckJpeg()), 1, 0, 29, 123, 165, 47, 0);
  }

  @Test
  void ignoresTheProfileOfCmyk() {
    byte[] profile = Pictures.cmykProfile();
    RgbImage cmyk = read(Pictures.withProfile(Pictures.cmykJpeg(), profile));
    assertHalves(cmyk, 0, 217, 49, 173, 87, 165, 0);
    RgbImage ycck = read(Pictures.withProfile(Pictures.ycckJpeg(), profile));
    assertHalves(ycck, 0, 0, 29, 123, 165, 47, 0);
  }

  @Test
  void ignoresTheProfileOfRgb() {
    byte[] jpeg = Pictures.encode(Pictures.gradients(16, 16).toBufferedImage(), "jpeg");
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    assertThat(read(Pictures.withProfile(jpeg, profile))).isEqualTo(read(jpeg));
  }

  @Test
  void readsAJpegNearItsOriginal() {
    RgbImage image = PillowResize.bicubic(Pictures.gradients(4, 4), 32, 48);
    RgbImage decoded = read(Pictures.encode(image.toBufferedImage(), "jpeg"));
    assertThat(decoded).hasToString("RgbImage[32 × 48]");
    long difference = 0;
    for (int i = 0; i < image.rgb().length; i++) {
      difference += Math.abs((image.rgb()[i] & 0xff) - (decoded.rgb()[i] & 0xff));
    }
    assertThat((double) difference / image.rgb().length).isLessThan(6);
  }

  private RgbImage read(byte[] bytes) {
    try {
      return ImageFiles.read(Files.write(folder.resolve("in"), bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertHalves(RgbImage image, int tolerance, int... leftThenRight) {
    assertThat(image).hasToString("RgbImage[8 × 16]");
    int[] samples = unsigned(image.rgb());
    for (int i = 0; i < samples.length; i++) {
      int half = i / 3 % 16 / 8;
      assertThat(samples[i])
          .isBetween(
              leftThenRight[half * 3 + i % 3] - tolerance,
              leftThenRight[half * 3 + i % 3] + tolerance);
    }
  }
}
