package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.maskgit.io.DataException;

/** Images without names and classes without names, both numbered. */
final class NumberedImages {
  private static final int MANY_CLASSES = 1_000_000;

  private NumberedImages() {}

  static ImageSet of(Path source, ImageStore store, int[] labels) {
    return ImageSet.of(
        source.toString(),
        store,
        IntStream.range(0, labels.length)
            .mapToObj(i -> source.getFileName() + "#" + i)
            .collect(ImmutableList.toImmutableList()),
        labels,
        classNames(source, labels));
  }

  /** "0", "1" and so on up to the greatest label. */
  static ImmutableList<String> classNames(Path source, int[] labels) {
    int least = IntStream.of(labels).min().orElse(0);
    int greatest = IntStream.of(labels).max().orElse(0);
    if (least < 0 || greatest >= MANY_CLASSES) {
      throw new DataException(
          "%s: expected labels from 0 to the number of classes − 1, found %d to %d; renumber them."
              .formatted(source, least, greatest));
    }
    return IntStream.rangeClosed(0, greatest)
        .mapToObj(Integer::toString)
        .collect(ImmutableList.toImmutableList());
  }
}
