package org.maskgit.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;

/**
 * Reads picture files as the official code does, which is Pillow's {@code
 * Image.open(file).convert('RGB')}:
 *
 * <ul>
 *   <li>PNG, JPEG (with CMYK and YCCK), GIF, BMP, and whatever else ImageIO has a reader for,
 *       recognised by content. Of several pictures in a file, the first (a GIF's first frame,
 *       without the canvas around it).
 *   <li>Alpha is dropped, not blended with a background: a transparent pixel shows the colour that
 *       is stored under it.
 *   <li>Colour profiles and the camera's orientation tag (EXIF) are not applied.
 *   <li>CMYK becomes RGB by Pillow's formula (within 1 of it where the file has no profile); gray
 *       is repeated; 16-bit samples keep their high byte. (Pillow does that for 16-bit colour only
 *       and saturates 16-bit gray at 255, which turns nearly every such picture white; this one
 *       difference is on purpose.)
 * </ul>
 *
 * <p>Pictures are never scaled here; see {@link PillowResize}. Stateless; safe for use by many
 * threads.
 */
public final class ImageFiles {
  /** The most pixels a picture may have: where Pillow takes a file for a decompression bomb. */
  public static final long MAX_PIXELS = 178_956_970;

  /** More than any of these formats can pack: Deflate at its best gives 8 × 1032 pixels a byte. */
  private static final long MAX_PIXELS_PER_BYTE = 10_000;

  private ImageFiles() {}

  /**
   * Reads a picture.
   *
   * @param file the picture's file
   * @return its pixels, in the size they are stored
   * @throws DataException if the file is missing, holds no picture, ends early, or declares a size
   *     above {@link #MAX_PIXELS}, above what its bytes can hold or above Java's memory
   */
  public static RgbImage read(Path file) {
    if (Files.isDirectory(file)) {
      throw new DataException(
          "Expected a picture at %s, found a folder; name a file in it.".formatted(file));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new DataException(
          "Expected a picture at %s, found no such file; check the name.".formatted(file), e);
    } catch (IOException e) {
      throw new DataException("Can't read the picture %s: %s.".formatted(file, reason(e)), e);
    }
  }

  static RgbImage read(InputStream bytes, long length, String name) throws IOException {
    // In memory: ImageIO's own factory would write a cache file, by a setting of the whole JVM.
    try (ImageInputStream in = new MemoryCacheImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            "Expected %s to be a PNG, JPEG, GIF or BMP picture, found something else; convert it."
                .formatted(name));
      }
      ImageReader reader = readers.next();
      try {
        return read(reader, in, length, name);
      } finally {
        reader.dispose();
      }
    }
  }

  private static RgbImage read(
      ImageReader reader, ImageInputStream in, long fileLength, String name) {
    try {
      boolean forwardOnly = true;
      boolean ignoreMetadata = true;
      reader.setInput(in, forwardOnly, ignoreMetadata);
      requirePlausible(reader.getWidth(0), reader.getHeight(0), fileLength, name);
      Truncation truncation = new Truncation();
      reader.addIIOReadWarningListener(truncation);
      BufferedImage image = reader.read(0, asStored(reader));
      if (truncation.seen()) {
        throw new IOException("it ends early");
      }
      return RgbImage.of(image);
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // ImageIO's readers answer a damaged file with nearly any exception.
      throw damaged(name, e);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "The picture %s needs more memory than Java's %d MiB; scale it down or raise -Xmx."
              .formatted(name, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private static void requirePlausible(int width, int height, long fileLength, String name) {
    long pixels = (long) width * height;
    if (pixels > MAX_PIXELS) {
      throw new DataException(
          "%s declares %d × %d pixels, expected at most %d in all; scale it down first."
              .formatted(name, width, height, MAX_PIXELS));
    }
    if (pixels > fileLength * MAX_PIXELS_PER_BYTE) {
      throw new DataException(
          "%s declares %d × %d pixels, far more than its %d bytes can hold; the file is damaged."
              .formatted(name, width, height, fileLength));
    }
  }

  /** Asks for the stored samples where the reader would convert them by an embedded profile. */
  private static ImageReadParam asStored(ImageReader reader) throws IOException {
    ImageReadParam param = reader.getDefaultReadParam();
    ImageTypeSpecifier stored = reader.getRawImageType(0);
    if (stored != null && hasProfile(stored.getColorModel().getColorSpace())) {
      param.setDestinationType(stored);
    }
    return param;
  }

  private static boolean hasProfile(ColorSpace colours) {
    boolean converted =
        colours.getType() == ColorSpace.TYPE_RGB || colours.getType() == ColorSpace.TYPE_CMYK;
    return converted && colours instanceof ICC_ColorSpace && !colours.isCS_sRGB();
  }

  private static DataException damaged(String name, Exception cause) {
    return new DataException(
        "Expected %s to be a whole picture, found a damaged one (%s); save it again or choose another."
            .formatted(name, reason(cause)),
        cause);
  }

  private static String reason(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().replaceAll("\\s+", " ").replaceAll("\\.$", "");
  }

  /**
   * Writes a PNG without metadata, whole or not at all.
   *
   * @param file the file to write; its folder must exist
   * @param image the picture
   * @throws DataException if the file can't be written
   */
  public static void writePng(Path file, RgbImage image) {
    AtomicFile.write(
        file,
        out -> {
          try (MemoryCacheImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(image.toBufferedImage(), "png", png);
          }
        });
  }

  /** The JPEG reader fills up what is missing of a truncated file and only warns. */
  private static final class Truncation implements IIOReadWarningListener {
    private boolean seen;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
      seen |= warning.contains("Missing EOI");
    }

    boolean seen() {
      return seen;
    }
  }
}
