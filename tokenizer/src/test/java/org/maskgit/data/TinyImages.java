package org.maskgit.data;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Images of a few pixels, and folders of them. */
final class TinyImages {
  private TinyImages() {}

  /** An image whose colours tell its number and the place of each pixel. */
  static BufferedImage image(int number, int height, int width) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, new Color(number, 10 * y, 10 * x).getRGB());
      }
    }
    return image;
  }

  static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, format, out);
    return out.toByteArray();
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /**
   * PNGs 000.png and so on of 8 × 8 pixels in two classes, even numbers in "a", odd ones in "b".
   */
  static Path folder(Path root, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      write(
          root.resolve(i % 2 == 0 ? "a" : "b").resolve("%03d.png".formatted(i)),
          encode(image(i, 8, 8), "png"));
    }
    return root;
  }

  /** The number that an image of a batch was made with. */
  static int number(ImageBatch batch, int index) {
    return Math.round(batch.images().getFloat(index, 0, 0, 0) * 255);
  }
}
