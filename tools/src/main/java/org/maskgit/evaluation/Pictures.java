package org.maskgit.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.maskgit.data.ImageSet;

/**
 * A set of pictures, read once from beginning to end in its order. Not safe for use by several
 * threads.
 */
public interface Pictures extends AutoCloseable {

  /**
   * Opens a set: a folder of class folders or any other that {@link ImageSet} opens, or an {@code
   * .npz} file with uint8 [n, h, w, 3] under {@code arr_0} or {@code images}, which is streamed and
   * may be larger than memory.
   *
   * @param path the folder or file
   * @param size height and width to bring pictures to: the largest square in the middle, scaled
   *     with the antialiased triangle filter and rounded to 8 bits; 0 leaves those of an {@code
   *     .npz} file as they are
   * @param batchSize pictures of a batch
   * @return the pictures, to be closed
   * @throws org.maskgit.io.DataException if there are none or they are damaged
   * @throws IllegalArgumentException if the size is 0 for anything but an {@code .npz} file
   */
  static Pictures open(Path path, int size, int batchSize) {
    return isNpz(path)
        ? NpzPictures.open(path, size, batchSize)
        : SetPictures.open(path, size, batchSize);
  }

  /**
   * Says whether a path is an {@code .npz} file, whose pictures may keep their size.
   *
   * @param path any
   * @return true if it is a file of that name
   */
  static boolean isNpz(Path path) {
    return Files.isRegularFile(path) && path.toString().endsWith(".npz");
  }

  /**
   * Says whether an {@code .npz} file holds pictures, not moments alone.
   *
   * @param file the file
   * @return true if it does
   * @throws org.maskgit.io.DataException if it is no such file
   */
  static boolean areIn(Path file) {
    return NpzPictures.areIn(file);
  }

  /**
   * Returns how many pictures there are to be read.
   *
   * @return at least 1, including broken ones that will be passed over
   */
  long total();

  /**
   * Reads on.
   *
   * @return the next pictures; none at the end
   */
  Optional<PictureBatch> next();

  /**
   * Returns how many pictures could not be decoded so far.
   *
   * @return at least 0
   */
  int broken();

  @Override
  void close();
}
