package org.maskgit.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Picture files of every kind, made on the spot. */
final class Pictures {
  private static final int APP2 = 0xffe2;

  private Pictures() {}

  /**
   * A CMYK JPEG of 16 × 8 pixels that Pillow 13 wrote: left (10, 200, 60, 29), right (120, 0, 255,
   * 90), stored inverted as Adobe does.
   */
  static byte[] cmykJpeg() {
    return Base64.getDecoder()
        .decode(
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2"
                + "RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgACAAQBEMRAE0RAFkRAEsRAP/EABUAAQEAAAAAAAAAAAAA"
                + "AAAAAAYH/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAA4EQwBNAFkASwAAPwCkCRSeJ2vaDjT/2Q==");
  }

  /** The same samples, declared to be YCCK: Pillow reads (0, 29, 123) and (165, 47, 0). */
  static byte[] ycckJpeg() {
    byte[] jpeg = cmykJpeg();
    int adobe = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("Adobe");
    jpeg[adobe + 11] = 2;
    return jpeg;
  }

  /** Puts a colour profile into a JPEG, right after its start. */
  static byte[] withProfile(byte[] jpeg, byte[] profile) {
    byte[] tag = {'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0, 1, 1};
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 4 + tag.length + profile.length);
    out.put(jpeg, 0, 2).putShort((short) APP2).putShort((short) (2 + tag.length + profile.length));
    return out.put(tag).put(profile).put(jpeg, 2, jpeg.length - 2).array();
  }

  /** A CMYK printer profile whose tables make everything gray, if anybody applies them. */
  static byte[] cmykProfile() {
    byte[] toLab = grayTable(4, 3);
    byte[] fromLab = grayTable(3, 4);
    int tables = 128 + 4 + 2 * 12;
    ByteBuffer out = ByteBuffer.allocate(tables + toLab.length + fromLab.length);
    out.putInt(out.capacity()).put(ascii("lcms")).putInt(0x02400000);
    out.put(ascii("prtrCMYKLab ")).position(36).put(ascii("acsp"));
    out.position(68).putInt(0xf6d6).putInt(0x10000).putInt(0xd32d); // illuminant D50
    out.position(128).putInt(2);
    out.put(ascii("A2B0")).putInt(tables).putInt(toLab.length);
    out.put(ascii("B2A0")).putInt(tables + toLab.length).putInt(fromLab.length);
    return out.put(toLab).put(fromLab).array();
  }

  /** An ICC "mft2" table of two nodes an input. */
  private static byte[] grayTable(int inputs, int outputs) {
    int nodes = (1 << inputs) * outputs;
    ByteBuffer out = ByteBuffer.allocate(52 + 2 * (2 * inputs + nodes + 2 * outputs));
    out.put(ascii("mft2")).putInt(0).put(new byte[] {(byte) inputs, (byte) outputs, 2, 0});
    for (int i = 0; i < 9; i++) {
      out.putInt(i % 4 == 0 ? 0x10000 : 0); // the unit matrix
    }
    out.putShort((short) 2).putShort((short) 2);
    putRamps(out, inputs);
    for (int i = 0; i < nodes; i++) {
      out.putShort((short) 0x8000);
    }
    putRamps(out, outputs);
    return out.array();
  }

  private static void putRamps(ByteBuffer out, int count) {
    for (int i = 0; i < count; i++) {
      out.putShort((short) 0).putShort((short) 0xffff);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A picture of 16-bit samples, its bands given pixel by pixel. */
  static BufferedImage of16Bits(int width, boolean alpha, int... samples) {
    int bands = samples.length / width;
    int colours = alpha ? bands - 1 : bands;
    ColorSpace space =
        ColorSpace.getInstance(colours == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
    ComponentColorModel model =
        new ComponentColorModel(
            space,
            alpha,
            false,
            alpha ? BufferedImage.TRANSLUCENT : BufferedImage.OPAQUE,
            DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(width, 1);
    raster.setPixels(0, 0, width, 1, samples);
    return new BufferedImage(model, raster, false, null);
  }

  /** A picture of one of BufferedImage's types, its bands given pixel by pixel. */
  static BufferedImage of(int type, int width, int... samples) {
    BufferedImage image = new BufferedImage(width, 1, type);
    image.getRaster().setPixels(0, 0, width, 1, samples);
    return image;
  }

  /** A picture with gradients, so that no two rows or columns are alike. */
  static RgbImage gradients(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < rgb.length / 3; i++) {
      rgb[3 * i] = (byte) (255 * (i / width) / height);
      rgb[3 * i + 1] = (byte) (255 * (i % width) / width);
      rgb[3 * i + 2] = (byte) (i % 7 * 20);
    }
    return new RgbImage(height, width, rgb);
  }

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer for " + image + " as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A PNG whose header declares another size than it has. */
  static byte[] pngDeclaring(int width, int height) {
    byte[] png = encode(gradients(2, 2).toBufferedImage(), "png");
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, width).putInt(20, height);
    CRC32 check = new CRC32();
    check.update(Arrays.copyOfRange(png, 12, 29));
    header.putInt(29, (int) check.getValue());
    return png;
  }
}
