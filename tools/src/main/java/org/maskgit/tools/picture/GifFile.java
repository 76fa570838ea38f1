package org.maskgit.tools.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.maskgit.image.RgbImage;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;

/** Animated GIF files (GIF89a, sections 23 and 26, and Netscape's looping extension). */
public final class GifFile {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final int FRAME_HUNDREDTHS = 40;
  private static final int LAST_FRAME_HUNDREDTHS = 200;
  private static final byte[] LOOP_FOREVER = {1, 0, 0};

  private GifFile() {}

  /**
   * Writes frames that loop, 0.4 seconds each and 2 seconds for the last.
   *
   * @param file the file to appear, whole or not at all
   * @param frames one or more pictures of one size
   * @throws DataException if the file can't be written
   */
  public static void write(Path file, List<RgbImage> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      encode(bytes, frames);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AtomicFile.write(file, bytes::writeTo);
  }

  private static void encode(OutputStream out, List<RgbImage> frames) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames.size(); i++) {
        boolean last = i == frames.size() - 1;
        BufferedImage frame = frames.get(i).toBufferedImage();
        IIOMetadata metadata =
            metadata(writer, frame, last ? LAST_FRAME_HUNDREDTHS : FRAME_HUNDREDTHS, i == 0);
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadata metadata(
      ImageWriter writer, BufferedImage frame, int hundredths, boolean first) throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(delay(hundredths));
    if (first) {
      root.appendChild(loop());
    }
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }

  private static IIOMetadataNode delay(int hundredths) {
    IIOMetadataNode control = new IIOMetadataNode("GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("delayTime", Integer.toString(hundredths));
    control.setAttribute("transparentColorIndex", "0");
    return control;
  }

  private static IIOMetadataNode loop() {
    IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
    extension.setAttribute("applicationID", "NETSCAPE");
    extension.setAttribute("authenticationCode", "2.0");
    extension.setUserObject(LOOP_FOREVER.clone());
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(extension);
    return extensions;
  }
}
