package org.maskgit.evaluation;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.maskgit.data.ImageSet;
import org.maskgit.io.DataException;
import org.maskgit.io.NpyArray;

/** The classes of a set of pictures. */
public final class PictureLabels {
  private PictureLabels() {}

  /**
   * Reads the classes of what {@link Pictures#open} reads, in the same order.
   *
   * @param path a folder of class folders, whose names, sorted, are the classes, or an {@code .npz}
   *     file with integers [n] under {@code arr_1} or {@code labels}
   * @return a class for each picture, from 0
   * @throws DataException if there are none
   */
  public static int[] read(Path path) {
    if (!Pictures.isNpz(path)) {
      ImageSet set = ImageSet.open(path);
      return IntStream.range(0, set.size()).map(set::label).toArray();
    }
    try (NpzReader npz = NpzReader.open(path)) {
      Optional<NpzReader.Array> array = npz.array("arr_1", "labels");
      if (array.isEmpty()) {
        throw new DataException(
            "%s: expected labels under \"arr_1\" or \"labels\", found %s; save them with the pictures."
                .formatted(path, npz.names()));
      }
      byte[] bytes = array.get().bytes(Math.toIntExact(array.get().header().bytes()));
      return new NpyArray(
              array.get().header().descr(),
              array.get().header().shape(),
              ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN))
          .ints();
    } catch (IOException e) {
      throw NpzReader.cantRead(path, e);
    }
  }

  /**
   * Requires that a number stands for one class in two sets: two folders number their own class
   * folders. An {@code .npz} file doesn't name its classes, and is taken at its word.
   *
   * @param reference what says the classes
   * @param other what is compared with it
   * @throws DataException if both are folders and their classes aren't the same
   */
  public static void requireSameClasses(Path reference, Path other) {
    if (Pictures.isNpz(reference) || Pictures.isNpz(other)) {
      return;
    }
    List<String> wanted = ImageSet.open(reference).classNames();
    List<String> found = ImageSet.open(other).classNames();
    if (!found.equals(wanted)) {
      String one =
          Sets.symmetricDifference(new TreeSet<>(wanted), new TreeSet<>(found)).iterator().next();
      throw new DataException(
          "%s: expected the class folders of %s, found others (%s is in one of them only); name them alike."
              .formatted(other, reference, one));
    }
  }
}
