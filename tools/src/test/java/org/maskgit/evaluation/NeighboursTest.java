package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.data.ImageSet;
import org.maskgit.image.RgbImage;

final class NeighboursTest {
  private static final int SIZE = 4;

  @TempDir private Path root;

  private void write(String name, int gray) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(picture(gray), "png", file.toFile());
  }

  private static BufferedImage picture(int gray) {
    BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIZE * SIZE; i++) {
      picture.setRGB(i % SIZE, i / SIZE, gray * 0x10101);
    }
    return picture;
  }

  @Test
  void theNearestComesFirstWithItsDistance() throws IOException {
    write("dark/a.png", 10);
    write("dark/b.png", 30);
    write("light/c.png", 200);
    Files.writeString(root.resolve("dark/broken.png"), "no picture");
    Neighbours neighbours = Neighbours.of(ImageSet.open(root), SIZE);
    var found = neighbours.of(RgbImage.of(picture(27)), 2);
    assertThat(found)
        .extracting(Neighbours.Neighbour::name)
        .containsExactly("dark/b.png", "dark/a.png");
    // 10 log10(255² / 3²)
    assertThat(found.get(0).psnr()).isCloseTo(38.588, within(1e-3));
    assertThat(neighbours.of(RgbImage.of(picture(0)), 9)).hasSize(3);
    assertThat(neighbours.of(RgbImage.of(picture(200)), 1).get(0).psnr()).isInfinite();
  }

  @Test
  void aPictureOfAnotherSizeIsRefused() throws IOException {
    write("a/a.png", 1);
    Neighbours neighbours = Neighbours.of(ImageSet.open(root), SIZE + 1);
    assertThatThrownBy(() -> neighbours.of(RgbImage.of(picture(0)), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a picture of 5×5, found 4×4");
  }
}
