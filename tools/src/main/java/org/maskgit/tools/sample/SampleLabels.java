package org.maskgit.tools.sample;

import com.google.common.base.Splitter;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.maskgit.io.DataException;
import org.maskgit.io.Npy;
import org.maskgit.random.JaxRandom;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.label.Labels;
import org.maskgit.tools.option.TextFiles;

/**
 * The class of each picture of a series. Chance comes from the seed, by a key that no picture has:
 * {@code fold_in(PRNGKey(seed), −1)}.
 *
 * @param text {@code --labels}
 * @param keepOrder whether classes stay in the order of the text
 */
record SampleLabels(String text, boolean keepOrder) {
  /** A class at random for each picture, by its number. */
  static final String RANDOM = "random";

  /** All classes as often. */
  static final String BALANCED = "balanced";

  private static final int NO_PICTURE = -1;

  /**
   * Gives each picture its class.
   *
   * @param count how many pictures
   * @param names of the model's classes
   * @param classes how many there are
   * @param layout of the random bits
   * @param seed the key of the series
   * @throws UsageException if the model doesn't know a class
   */
  ImmutableIntArray of(int count, Labels names, int classes, PrngLayout layout, PrngKey seed) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey key = random.foldIn(seed, NO_PICTURE);
    if (text.equals(RANDOM)) {
      return ImmutableIntArray.copyOf(
          IntStream.range(0, count)
              .map(i -> random.randint(random.foldIn(key, i), 1, 0, classes)[0]));
    }
    int[] cycle = text.equals(BALANCED) ? IntStream.range(0, classes).toArray() : listed(names);
    requireKnown(cycle, classes);
    int[] places = keepOrder ? IntStream.range(0, count).toArray() : random.permutation(key, count);
    return ImmutableIntArray.copyOf(IntStream.of(places).map(place -> cycle[place % cycle.length]));
  }

  private int[] listed(Labels names) {
    if (!Files.isRegularFile(Path.of(text))) {
      return names.parseList(text).stream().mapToInt(Integer::intValue).toArray();
    }
    int[] labels =
        text.endsWith(".npy")
            ? Npy.read(Path.of(text)).ints()
            : names
                .parseList(
                    Splitter.on('\n')
                        .trimResults()
                        .omitEmptyStrings()
                        .splitToStream(TextFiles.read(text, "labels"))
                        .collect(Collectors.joining(",")))
                .stream()
                .mapToInt(Integer::intValue)
                .toArray();
    if (labels.length == 0) {
      throw new DataException("%s: expected at least one label, found none.".formatted(text));
    }
    return labels;
  }

  private static void requireKnown(int[] labels, int classes) {
    for (int label : labels) {
      if (label < 0 || label >= classes) {
        throw new UsageException(
            "--labels: expected a class from 0 to %d for this model, found %d."
                .formatted(classes - 1, label));
      }
    }
  }
}
