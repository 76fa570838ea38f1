package org.maskgit.tools.cli;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.Range;
import java.util.function.Function;

/** Parsers of numbers in a range, for {@link Arguments#parsed}. */
public final class Numbers {
  private Numbers() {}

  /**
   * Makes a parser.
   *
   * @param parser such as {@code Integer::parseInt}
   * @param range the numbers to accept; never NaN
   * @param expected names them, such as {@code a number from 0 to 1}
   * @param <N> the kind of number
   * @return a parser that throws {@link IllegalArgumentException} "expected X, found Y" for all
   *     else
   */
  public static <N extends Number & Comparable<N>> Function<String, N> within(
      Function<String, N> parser, Range<N> range, String expected) {
    return text -> {
      String sentence = "expected %s, found %s".formatted(expected, text);
      N number;
      try {
        number = parser.apply(text);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(sentence, e);
      }
      checkArgument(!Double.isNaN(number.doubleValue()) && range.contains(number), "%s", sentence);
      return number;
    };
  }
}
