package org.maskgit.tools.label;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.maskgit.tools.cli.Suggestions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.transformer.ClassNames;

/**
 * The classes of a model by number and by name: those that its file names, else the 1000 of
 * ImageNet. Immutable, safe to share between threads.
 */
public final class Labels {
  private static final int LISTED = 10;

  private final ImmutableList<String> names;

  private Labels(ImmutableList<String> names) {
    this.names = names;
  }

  /**
   * Loads the names of ImageNet's classes, which ship with this module.
   *
   * @return the labels
   */
  public static Labels imageNet() {
    try {
      return new Labels(
          ImmutableList.copyOf(
              Resources.readLines(
                  Resources.getResource(Labels.class, "imagenet-1k.txt"), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes the names that a model's file says.
   *
   * @param names of the model's classes
   * @return the labels; ImageNet's if the file says nothing
   */
  public static Labels of(Optional<ClassNames> names) {
    return names.map(known -> new Labels(known.names())).orElseGet(Labels::imageNet);
  }

  /**
   * Returns how many classes have names.
   *
   * @return at least 1
   */
  public int size() {
    return names.size();
  }

  /**
   * Returns the name of a class.
   *
   * @param label the class index
   * @return its name, if the list has it
   */
  public Optional<String> name(int label) {
    return label >= 0 && label < names.size() ? Optional.of(names.get(label)) : Optional.empty();
  }

  /**
   * Reads a list of labels as typed: numbers and names, separated by commas.
   *
   * @param text such as {@code 207,tabby}
   * @return the class indices in the order typed, 0 or more
   * @throws UsageException if an entry is empty, negative, unknown, or fits several classes
   */
  public ImmutableList<Integer> parseList(String text) {
    return Splitter.on(',')
        .trimResults()
        .splitToStream(text)
        .map(this::parse)
        .collect(ImmutableList.toImmutableList());
  }

  private int parse(String entry) {
    if (entry.isEmpty()) {
      throw new UsageException(
          "--label: found an empty entry; give a number or a name, or several with commas.");
    }
    return isNumber(entry) ? number(entry) : find(entry);
  }

  private static boolean isNumber(String entry) {
    return CharMatcher.inRange('0', '9')
        .matchesAllOf(entry.startsWith("-") ? entry.substring(1) : entry);
  }

  private static int number(String digits) {
    try {
      int label = Integer.parseInt(digits);
      if (label >= 0) {
        return label;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(wrongNumber(digits), e);
    }
    throw new UsageException(wrongNumber(digits));
  }

  private static String wrongNumber(String digits) {
    return "--label: expected the number of a class, found %s.".formatted(digits);
  }

  /** Exact name, else the only name that is equal or contains it when case is ignored. */
  private int find(String entry) {
    String lower = entry.toLowerCase(Locale.ROOT);
    return only(name -> name.equals(entry))
        .or(() -> only(name -> name.toLowerCase(Locale.ROOT).equals(lower)))
        .orElseGet(() -> findPart(entry, lower));
  }

  private int findPart(String entry, String lower) {
    List<Integer> found = matching(name -> name.toLowerCase(Locale.ROOT).contains(lower));
    if (found.isEmpty()) {
      throw new UsageException(
          "--label: no class is called '%s'%s"
              .formatted(entry, Suggestions.didYouMean(entry, names)));
    }
    if (found.size() > 1) {
      throw new UsageException(
          "--label: '%s' fits %d classes, give one of their numbers: %s%s."
              .formatted(
                  entry,
                  found.size(),
                  found.stream()
                      .limit(LISTED)
                      .map(label -> label + " " + names.get(label))
                      .collect(Collectors.joining(", ")),
                  found.size() > LISTED ? ", …" : ""));
    }
    return found.get(0);
  }

  private Optional<Integer> only(Predicate<String> wanted) {
    List<Integer> found = matching(wanted);
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private List<Integer> matching(Predicate<String> wanted) {
    return IntStream.range(0, names.size())
        .filter(label -> wanted.test(names.get(label)))
        .boxed()
        .toList();
  }
}
