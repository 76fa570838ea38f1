package org.maskgit.tools.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the word that was probably meant. */
public final class Suggestions {
  private Suggestions() {}

  /**
   * Finds the nearest word by edit distance, ignoring case.
   *
   * @param typed what was typed
   * @param words the words that exist
   * @return the nearest one, if at most a third of its letters (and at least two) differ
   */
  public static Optional<String> nearest(String typed, Collection<String> words) {
    String lower = typed.toLowerCase(Locale.ROOT);
    return words.stream()
        .filter(word -> distance(lower, word) <= Math.max(2, word.length() / 3))
        .min(Comparator.comparingInt(word -> distance(lower, word)));
  }

  /**
   * Says which word was probably meant.
   *
   * @param typed what was typed
   * @param words the words that exist
   * @return {@code "; did you mean 'generate'?"}, or a full stop when nothing is near
   */
  public static String didYouMean(String typed, Collection<String> words) {
    return nearest(typed, words).map("; did you mean '%s'?"::formatted).orElse(".");
  }

  private static int distance(String lower, String word) {
    return LevenshteinDistance.getDefaultInstance().apply(lower, word.toLowerCase(Locale.ROOT));
  }
}
