package org.maskgit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.io.DataException;

/** Files that hold no picture, or only a part of one: one sentence each. */
class BadImageFilesTest {
  private static final RgbImage IMAGE = Pictures.gradients(6, 8);

  @TempDir Path folder;

  @Test
  void saysThatAFileIsMissing() {
    Path file = folder.resolve("none.png");
    assertThatThrownBy(() -> ImageFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessage("Expected a picture at %s, found no such file; check the name.", file);
  }

  @Test
  void saysThatAFolderIsNoPicture() {
    assertThatThrownBy(() -> ImageFiles.read(folder))
        .isInstanceOf(DataException.class)
        .hasMessage("Expected a picture at %s, found a folder; name a file in it.", folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no picture at all", "\0\0\0\0\0\0\0\0"})
  void saysThatAFileIsNoPicture(String content) {
    assertThatThrownBy(() -> read(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(DataException.class)
        .hasMessageMatching(
            "Expected .* to be a PNG, JPEG, GIF or BMP picture, found something else; convert it.");
  }

  @Test
  void refusesMorePixelsThanPillow() {
    assertThatThrownBy(() -> read(Pictures.pngDeclaring(60_000, 60_000)))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            " declares 60000 × 60000 pixels, expected at most 178956970 in all; scale it down"
                + " first.");
  }

  @Test
  void refusesASizeThatTheBytesCannotHoldBeforeItAllocates() {
    byte[] png = Pictures.pngDeclaring(10_000, 10_000);
    assertThatThrownBy(() -> read(png))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(
            " declares 10000 × 10000 pixels, far more than its %d bytes can hold; the file is"
                + " damaged.",
            png.length);
  }

  @Test
  void refusesAProfileThatDeclaresMoreThanJavaCanAllocate() {
    byte[] profile = Arrays.copyOf(Pictures.cmykProfile(), 256);
    ByteBuffer.wrap(profile).putInt(0, Integer.MAX_VALUE);
    assertThatThrownBy(() -> read(Pictures.withProfile(Pictures.cmykJpeg(), profile)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("needs more memory than Java's");
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void neverShowsHalfAPictureForATruncatedFile(String format) throws IOException {
    byte[] whole = Pictures.encode(IMAGE.toBufferedImage(), format);
    RgbImage expected = read(whole);
    for (int length = 0; length < whole.length; length++) {
      Optional<RgbImage> found = readOrRefuse(Arrays.copyOf(whole, length));
      if (found.isPresent()) {
        // Only what comes behind the last pixel, such as PNG's end mark, may be missing.
        assertThat(length).isGreaterThan(whole.length - 25);
        assertThat(found).hasValue(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp"})
  void answersDamageWithOneSentenceOrAPicture(String format) throws IOException {
    byte[] whole = Pictures.encode(IMAGE.toBufferedImage(), format);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      refused += readOrRefuse(damaged).isPresent() ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  private static Optional<RgbImage> readOrRefuse(byte[] bytes) throws IOException {
    try {
      return Optional.of(ImageFiles.read(new ByteArrayInputStream(bytes), bytes.length, "in.img"));
    } catch (DataException e) {
      assertThat(e.getMessage()).contains("in.img").endsWith(".").doesNotContain("\n");
      return Optional.empty();
    }
  }

  private RgbImage read(byte[] bytes) throws IOException {
    return ImageFiles.read(Files.write(folder.resolve("in"), bytes));
  }
}
