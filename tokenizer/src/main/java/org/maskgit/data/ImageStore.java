package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import org.maskgit.io.DataException;

/** Where the pixels of a set lie. */
sealed interface ImageStore {
  /** What is read while images are asked for; none if all of them lie in memory. */
  default ImmutableList<Path> files() {
    return ImmutableList.of();
  }

  /**
   * Checks that what was indexed is still there.
   *
   * @throws DataException if it is not
   */
  default void requireUnchanged(int index) {}

  /** Whole files, each a PNG, JPEG, GIF or BMP. */
  record Files(ImmutableList<Path> files) implements ImageStore {}

  /** Records of TFRecord files, each a {@code tf.Example}; record i lies in files[owners[i]]. */
  record Records(
      ImmutableList<Path> files, long[] fileSizes, int[] owners, long[] offsets, long[] lengths)
      implements ImageStore {

    @Override
    public void requireUnchanged(int index) {
      Path file = files.get(owners[index]);
      long expected = fileSizes[owners[index]];
      try {
        long size = java.nio.file.Files.size(file);
        if (size != expected) {
          throw new DataException(
              "%s: expected %d bytes as when it was opened, found %d; leave the records alone while they are read."
                  .formatted(file, expected, size));
        }
      } catch (IOException e) {
        throw new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
      }
    }
  }

  /** Samples in memory: uint8 [n, height, width, channels], 1 channel or 3. */
  record Pixels(byte[] samples, int height, int width, int channels) implements ImageStore {}
}
