package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;

/** Where the pixels of a set lie. */
sealed interface ImageStore {

  /** Whole files, each a PNG, JPEG, GIF or BMP. */
  record Files(ImmutableList<Path> files) implements ImageStore {}

  /** Records of TFRecord files, each a {@code tf.Example}; record i lies in files[owners[i]]. */
  record Records(
      ImmutableList<Path> files, long[] fileSizes, int[] owners, long[] offsets, long[] lengths)
      implements ImageStore {}

  /** Samples in memory: uint8 [n, height, width, channels], 1 channel or 3. */
  record Pixels(byte[] samples, int height, int width, int channels) implements ImageStore {}
}
