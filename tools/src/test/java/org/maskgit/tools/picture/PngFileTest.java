package org.maskgit.tools.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;

final class PngFileTest {
  @TempDir private Path folder;

  private static RgbImage noise(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    new Random(1).nextBytes(rgb);
    return new RgbImage(height, width, rgb);
  }

  @Test
  void pixelsAndTextComeBack() {
    Path file = folder.resolve("a.png");
    RgbImage image = noise(7, 5);
    ImmutableMap<String, String> text =
        ImmutableMap.of("parameters", "Größe: 1\nSteps: 8", "maskgit", "{\"x\":\"日本\"}");
    PngFile.write(file, image, text);
    assertThat(ImageFiles.read(file)).isEqualTo(image);
    assertThat(PngFile.readText(file)).isEqualTo(text);
  }

  @Test
  void latinTextIsATextChunkAndOtherTextAnInternationalOne() throws IOException {
    Path file = folder.resolve("a.png");
    PngFile.write(file, noise(1, 1), ImmutableMap.of("parameters", "Größe", "maskgit", "日本"));
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(bytes).contains("tEXtparameters\0Größe").contains("iTXtmaskgit\0\0\0\0\0");
  }

  @Test
  void aPictureWithoutTextIsNoError() {
    Path file = folder.resolve("a.png");
    PngFile.write(file, noise(2, 2), ImmutableMap.of());
    assertThat(PngFile.readText(file)).isEmpty();
  }

  @Test
  void whatIsNoPngEndsInOneSentence() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello");
    assertThatThrownBy(() -> PngFile.readText(text))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no PNG file");
    assertThatThrownBy(() -> PngFile.readText(folder.resolve("none.png")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found none");
    Path gif = folder.resolve("a.gif");
    GifFile.write(gif, List.of(noise(2, 2)));
    assertThatThrownBy(() -> PngFile.readText(gif)).isInstanceOf(DataException.class);
  }

  @Test
  void everyTruncationEndsInOneSentenceOrInTheWholeText() throws IOException {
    Path file = folder.resolve("a.png");
    PngFile.write(file, noise(3, 3), ImmutableMap.of("maskgit", "{}"));
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut.png");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      try {
        assertThat(PngFile.readText(cut)).isIn(ImmutableMap.of("maskgit", "{}"), ImmutableMap.of());
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("cut.png");
      }
    }
  }

  @Test
  void aFullDiskLeavesTheOlderPictureAndNothingElse() throws IOException {
    Path file = folder.resolve("a.png");
    PngFile.write(file, noise(2, 2), ImmutableMap.of());
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> AtomicFile.write(file, PngFileTest::fillDisk))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("No space left on device");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static void fillDisk(OutputStream out) throws IOException {
    out.write(new byte[100]);
    throw new IOException("No space left on device");
  }

  @Test
  void aMissingFolderOrAFileInItsPlaceEndsInOneSentence() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path target : List.of(folder.resolve("none/a.png"), file.resolve("a.png"), folder)) {
      assertThatThrownBy(() -> PngFile.write(target, noise(1, 1), ImmutableMap.of()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("Can't write");
    }
  }

  @Test
  void aReadOnlyFolderEndsInOneSentence() throws IOException {
    Path locked = Files.createDirectory(folder.resolve("locked"));
    assumeTrue(locked.toFile().setWritable(false) && !Files.isWritable(locked), "we are root");
    assertThatThrownBy(() -> PngFile.write(locked.resolve("a.png"), noise(1, 1), ImmutableMap.of()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("read-only");
  }
}
