package org.maskgit.tools.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.image.RgbImage;

final class GifFileTest {
  @TempDir private Path folder;

  private static RgbImage flat(int level) {
    byte[] rgb = new byte[16 * 16 * 3];
    Arrays.fill(rgb, (byte) level);
    return new RgbImage(16, 16, rgb);
  }

  @Test
  void framesComeBackWithTheirDelaysAndLoop() throws IOException {
    Path file = folder.resolve("a.gif");
    List<RgbImage> frames = IntStream.of(0, 100, 200).mapToObj(GifFileTest::flat).toList();
    GifFile.write(file, frames);
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .startsWith("GIF89a")
        .contains("NETSCAPE2.0\3\1\0\0\0");
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      reader.setInput(in);
      assertThat(reader.getNumImages(true)).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        assertThat(RgbImage.of(reader.read(i))).isEqualTo(frames.get(i));
        assertThat(delay(reader, i)).isEqualTo(i == 2 ? 200 : 40);
      }
    } finally {
      reader.dispose();
    }
  }

  private static int delay(ImageReader reader, int frame) throws IOException {
    IIOMetadataNode root =
        (IIOMetadataNode) reader.getImageMetadata(frame).getAsTree("javax_imageio_gif_image_1.0");
    IIOMetadataNode control =
        (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
    return Integer.parseInt(control.getAttribute("delayTime"));
  }

  @Test
  void aPictureOfManyColoursIsWritten() throws IOException {
    Path file = folder.resolve("a.gif");
    byte[] rgb = new byte[64 * 64 * 3];
    new java.util.Random(3).nextBytes(rgb);
    GifFile.write(file, List.of(new RgbImage(64, 64, rgb)));
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(64);
  }
}
