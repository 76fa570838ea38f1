package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.maskgit.io.DataException;

/**
 * IDX files, MNIST's format: two zeros, the type (8 = uint8), the number of dimensions, the
 * dimensions as big-endian int32, the elements. Compressed by gzip or not.
 */
final class IdxFiles {
  private static final int UINT8 = 8;

  private IdxFiles() {}

  /** Dimensions and uint8 elements. */
  private record Array(int[] dims, byte[] elements) {}

  static ImageSet open(Path images) throws IOException {
    Array pixels = read(images);
    boolean colour = pixels.dims.length == 4 && pixels.dims[3] == 3;
    if ((pixels.dims.length != 3 && !colour) || pixels.elements.length == 0) {
      throw new DataException(
          "%s: expected an IDX file of images [n, h, w] or [n, h, w, 3], found %s; name the images' file, the labels are looked for beside it."
              .formatted(images, Arrays.toString(pixels.dims)));
    }
    Path beside = labelFile(images);
    Array labels = read(beside);
    if (labels.dims.length != 1 || labels.dims[0] != pixels.dims[0]) {
      throw new DataException(
          "%s: expected %d labels for the images of %s, found %s; take the files that belong together."
              .formatted(beside, pixels.dims[0], images, Arrays.toString(labels.dims)));
    }
    int[] values = new int[pixels.dims[0]];
    Arrays.setAll(values, i -> labels.elements[i] & 0xff);
    return NumberedImages.of(
        images,
        new ImageStore.Pixels(pixels.elements, pixels.dims[1], pixels.dims[2], colour ? 3 : 1),
        values);
  }

  private static Path labelFile(Path images) {
    String name = images.getFileName().toString();
    String labels = name.replaceFirst("images", "labels").replaceFirst("idx[34]", "idx1");
    String plain = labels.replaceFirst("\\.gz$", "");
    for (String candidate : ImmutableList.of(labels, plain, plain + ".gz")) {
      Path file = images.resolveSibling(candidate);
      if (!candidate.equals(name) && Files.isRegularFile(file)) {
        return file;
      }
    }
    throw new DataException(
        "%s: expected its labels beside it as %s, found none; name them so."
            .formatted(images, labels.equals(name) ? "…-labels-idx1-ubyte" : labels));
  }

  private static Array read(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      DataInputStream data = new DataInputStream(in);
      int magic = data.readInt();
      int rank = magic & 0xff;
      if (magic >>> 8 != UINT8 || rank == 0 || rank > 4) {
        throw new DataException(
            "%s: expected an image folder, .npz, TFRecord or IDX file of uint8, found something else (it begins with %08x)."
                .formatted(file, magic));
      }
      int[] dims = new int[rank];
      for (int i = 0; i < rank; i++) {
        dims[i] = data.readInt();
      }
      return new Array(dims, elements(data, dims, file));
    } catch (EOFException | ZipException e) {
      throw new DataException(
          "%s: expected a whole IDX file, found it truncated or damaged; fetch it again."
              .formatted(file),
          e);
    }
  }

  private static byte[] elements(DataInputStream data, int[] dims, Path file) throws IOException {
    boolean negative = IntStream.of(dims).anyMatch(d -> d < 0);
    double declared = IntStream.of(dims).asDoubleStream().reduce(1, (a, b) -> a * b);
    if (negative || declared > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%s: expected an IDX file of at most 2 GiB, found dimensions %s; the file is damaged or must be split."
              .formatted(file, Arrays.toString(dims)));
    }
    // Grows with what is there: a damaged header doesn't allocate gigabytes.
    byte[] elements = data.readNBytes((int) declared);
    if (elements.length < (int) declared) {
      throw new EOFException();
    }
    return elements;
  }
}
