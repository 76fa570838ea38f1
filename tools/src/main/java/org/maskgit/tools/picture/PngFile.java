package org.maskgit.tools.picture;

import com.google.common.collect.ImmutableMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.maskgit.image.RgbImage;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * PNG files with text in them (PNG specification, third edition, sections 11.3.3.2 and 11.3.3.4): a
 * {@code tEXt} chunk where Latin-1 can hold it, as other tools read it, else an {@code iTXt} chunk
 * in UTF-8.
 */
public final class PngFile {
  private static final String FORMAT = "javax_imageio_png_1.0";

  private PngFile() {}

  /**
   * Writes a picture, whole or not at all.
   *
   * @param file the file to appear
   * @param image the picture
   * @param text what to say in it, by keyword (1 to 79 Latin-1 characters)
   * @throws DataException if the file can't be written
   */
  public static void write(Path file, RgbImage image, Map<String, String> text) {
    AtomicFile.write(file, out -> write(out, image, text));
  }

  static void write(OutputStream out, RgbImage image, Map<String, String> text) throws IOException {
    BufferedImage pixels = image.toBufferedImage();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(pixels), null);
      metadata.mergeTree(FORMAT, tree(text));
      writer.setOutput(stream);
      writer.write(null, new IIOImage(pixels, null, metadata), null);
    } finally {
      writer.dispose();
    }
  }

  private static Node tree(Map<String, String> text) {
    IIOMetadataNode latin = new IIOMetadataNode("tEXt");
    IIOMetadataNode international = new IIOMetadataNode("iTXt");
    text.forEach(
        (keyword, value) -> {
          if (StandardCharsets.ISO_8859_1.newEncoder().canEncode(value)) {
            latin.appendChild(latinEntry(keyword, value));
          } else {
            international.appendChild(internationalEntry(keyword, value));
          }
        });
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    if (latin.hasChildNodes()) {
      root.appendChild(latin);
    }
    if (international.hasChildNodes()) {
      root.appendChild(international);
    }
    return root;
  }

  private static Node latinEntry(String keyword, String value) {
    IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
    entry.setAttribute("keyword", keyword);
    entry.setAttribute("value", value);
    return entry;
  }

  private static Node internationalEntry(String keyword, String text) {
    IIOMetadataNode entry = new IIOMetadataNode("iTXtEntry");
    entry.setAttribute("keyword", keyword);
    entry.setAttribute("compressionFlag", "FALSE");
    entry.setAttribute("compressionMethod", "0");
    entry.setAttribute("languageTag", "");
    entry.setAttribute("translatedKeyword", "");
    entry.setAttribute("text", text);
    return entry;
  }

  /**
   * Reads the text of a picture.
   *
   * @param file a PNG file
   * @return the text by keyword; the last one wins where a keyword comes twice
   * @throws DataException if the file is missing or no PNG file
   */
  public static ImmutableMap<String, String> readText(Path file) {
    try (InputStream in = Files.newInputStream(file);
        ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      return readText(file, stream);
    } catch (NoSuchFileException e) {
      throw new DataException("Expected a PNG file at %s, found none.".formatted(file), e);
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static ImmutableMap<String, String> readText(Path file, ImageInputStream stream)
      throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    ImageReader reader = readers.hasNext() ? readers.next() : null;
    if (reader == null || !reader.getFormatName().equals("png")) {
      throw new DataException(
          "%s is no PNG file; only a PNG file written by maskgit carries a recipe."
              .formatted(file));
    }
    try {
      reader.setInput(stream);
      return texts(reader.getImageMetadata(0).getAsTree(FORMAT));
    } catch (RuntimeException e) {
      // ImageIO answers some damaged files with unchecked exceptions.
      throw new DataException("%s is a damaged PNG file.".formatted(file), e);
    } finally {
      reader.dispose();
    }
  }

  private static ImmutableMap<String, String> texts(Node root) {
    ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
    NodeList chunks = root.getChildNodes();
    for (int i = 0; i < chunks.getLength(); i++) {
      NodeList entries = chunks.item(i).getChildNodes();
      for (int j = 0; j < entries.getLength(); j++) {
        if (entries.item(j) instanceof IIOMetadataNode entry) {
          switch (entry.getNodeName()) {
            case "tEXtEntry" ->
                texts.put(entry.getAttribute("keyword"), entry.getAttribute("value"));
            case "iTXtEntry", "zTXtEntry" ->
                texts.put(entry.getAttribute("keyword"), entry.getAttribute("text"));
            default -> {}
          }
        }
      }
    }
    return texts.buildKeepingLast();
  }
}
