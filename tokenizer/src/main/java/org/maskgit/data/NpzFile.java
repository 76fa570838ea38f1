package org.maskgit.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.maskgit.io.DataException;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.tensorflow.ndarray.Shape;

/** NumPy's {@code .npz} with images and maybe labels. */
final class NpzFile {
  private static final List<String> IMAGES = List.of("images", "arr_0");
  private static final List<String> LABELS = List.of("labels", "arr_1");

  private NpzFile() {}

  static ImageSet open(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      NpyArray images =
          read(zip, IMAGES)
              .orElseThrow(
                  () ->
                      new DataException(
                          "%s: expected an array \"images\" or \"arr_0\", found %s; save it with numpy.savez(file, images=x, labels=y)."
                              .formatted(file, zip.stream().map(ZipEntry::getName).toList())));
      Shape shape = images.shape();
      boolean wellShaped = shape.numDimensions() == 4 && List.of(1L, 3L).contains(shape.get(3));
      if (!images.descr().equals("|u1") || !wellShaped || shape.size() == 0) {
        throw new DataException(
            "%s: expected images as uint8 [n, h, w, 3], found %s %s; convert them with astype and transpose."
                .formatted(file, images.descr(), shape));
      }
      int count = (int) shape.get(0);
      int[] labels = read(zip, LABELS).map(NpyArray::ints).orElseGet(() -> new int[count]);
      if (labels.length != count) {
        throw new DataException(
            "%s: expected a label for each of %d images, found %d; save as many."
                .formatted(file, count, labels.length));
      }
      return NumberedImages.of(
          file,
          new ImageStore.Pixels(
              bytes(images), (int) shape.get(1), (int) shape.get(2), (int) shape.get(3)),
          labels);
    } catch (ZipException e) {
      throw new DataException(
          "%s: expected a whole .npz file, found it truncated or damaged; save it again."
              .formatted(file),
          e);
    }
  }

  private static Optional<NpyArray> read(ZipFile zip, List<String> names) throws IOException {
    for (String name : names) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry != null) {
        try (InputStream in = zip.getInputStream(entry)) {
          return Optional.of(Npy.read(in, entry.getSize(), zip.getName() + "/" + name));
        }
      }
    }
    return Optional.empty();
  }

  private static byte[] bytes(NpyArray array) {
    byte[] bytes = new byte[array.data().limit()];
    array.data().duplicate().rewind().get(bytes);
    return bytes;
  }
}
