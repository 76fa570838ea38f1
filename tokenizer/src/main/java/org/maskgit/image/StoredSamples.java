package org.maskgit.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Set;

/**
 * The samples of a picture as the file stores them, in the place of {@link
 * BufferedImage#getRGB(int, int)}, which brightens gray pictures (it takes them for linear) and
 * applies colour profiles; Pillow's {@code convert('RGB')} does neither.
 */
final class StoredSamples {
  private static final Set<Integer> COLOURS =
      Set.of(ColorSpace.TYPE_GRAY, ColorSpace.TYPE_RGB, ColorSpace.TYPE_CMYK);

  private StoredSamples() {}

  static RgbImage rgb(BufferedImage image) {
    byte[] out =
        new byte[Math.multiplyExact(image.getHeight() * RgbImage.CHANNELS, image.getWidth())];
    if (isPlain(image.getColorModel()) && !image.isAlphaPremultiplied()) {
      fromBands(image, out);
    } else {
      fromPacked(image, out);
    }
    return new RgbImage(image.getHeight(), image.getWidth(), out);
  }

  /** Whether a pixel is one unsigned sample of gray, RGB or CMYK a band, of 8 to 16 bits. */
  private static boolean isPlain(ColorModel model) {
    return model instanceof ComponentColorModel
        && COLOURS.contains(model.getColorSpace().getType())
        && model.getComponentSize(0) >= Byte.SIZE
        && (model.getTransferType() == DataBuffer.TYPE_BYTE
            || model.getTransferType() == DataBuffer.TYPE_USHORT);
  }

  private static void fromBands(BufferedImage image, byte[] out) {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int bands = raster.getNumBands();
    int width = image.getWidth();
    int shift = model.getComponentSize(0) - Byte.SIZE;
    boolean cmyk = model.getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    boolean gray = model.getNumColorComponents() == 1;
    int[] row = new int[width * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int in = x * bands;
        for (int c = 0; c < RgbImage.CHANNELS; c++) {
          int sample = row[gray ? in : in + c] >> shift;
          out[(y * width + x) * RgbImage.CHANNELS + c] =
              (byte) (cmyk ? underBlack(sample, row[in + 3] >> shift) : sample);
        }
      }
    }
  }

  /** Pillow's conversion of an ink: the light that black lets through, less the ink's share. */
  private static int underBlack(int ink, int black) {
    int light = 255 - black;
    int product = ink * light + 128; // divided by 255 with rounding, as Pillow's MULDIV255
    return light - ((product + (product >> 8)) >> 8);
  }

  private static void fromPacked(BufferedImage image, byte[] out) {
    int[] row = new int[image.getWidth()];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int pixel : row) {
        out[at++] = (byte) (pixel >> 16);
        out[at++] = (byte) (pixel >> 8);
        out[at++] = (byte) pixel;
      }
    }
  }
}
