package org.maskgit.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import org.apache.commons.text.StringTokenizer;

/**
 * One of the things that are compared: a worker's command line.
 *
 * @param name what the table calls it
 * @param environment what it gets beside this process's environment
 * @param words our own worker's options, or a whole command of another program
 * @param outside whether it is another program's
 */
public record Variant(
    String name,
    ImmutableMap<String, String> environment,
    ImmutableList<String> words,
    boolean outside) {

  private static final String ASSIGNMENT = "[A-Z][A-Z0-9_]*=.*";

  /**
   * Reads one of our own variants.
   *
   * @param text {@code NAME}, or {@code NAME=[VARIABLE=VALUE ...] OPTION ...}; quotes hold words
   *     together
   * @return the variant
   * @throws IllegalArgumentException if there is no name
   */
  public static Variant own(String text) {
    return parse(text, false);
  }

  /**
   * Reads a variant of another program.
   *
   * @param text {@code NAME=[VARIABLE=VALUE ...] COMMAND ...}; the command gets the settings of the
   *     work as further words
   * @return the variant
   * @throws IllegalArgumentException if there is no name or no command
   */
  public static Variant outside(String text) {
    Variant variant = parse(text, true);
    checkArgument(
        !variant.words.isEmpty(), "expected NAME=COMMAND, found no command in '%s'", text);
    return variant;
  }

  private static Variant parse(String text, boolean outside) {
    int equals = text.indexOf('=');
    String name = (equals < 0 ? text : text.substring(0, equals)).strip();
    checkArgument(!name.isEmpty(), "expected a name before the =, found '%s'", text);
    List<String> all =
        equals < 0
            ? List.of()
            : new StringTokenizer(text.substring(equals + 1), ' ', '\'').getTokenList();
    int assignments = 0;
    ImmutableMap.Builder<String, String> environment = ImmutableMap.builder();
    while (assignments < all.size() && all.get(assignments).matches(ASSIGNMENT)) {
      String word = all.get(assignments++);
      int at = word.indexOf('=');
      environment.put(word.substring(0, at), word.substring(at + 1));
    }
    return new Variant(
        name,
        environment.buildKeepingLast(),
        ImmutableList.copyOf(all.subList(assignments, all.size())),
        outside);
  }

  /**
   * Completes the command.
   *
   * @param own how our own worker is started
   * @param settings the work, as words for any worker
   * @return the whole command
   */
  ImmutableList<String> command(List<String> own, List<String> settings) {
    return ImmutableList.<String>builder()
        .addAll(outside ? List.of() : own)
        .addAll(words)
        .addAll(settings)
        .build();
  }
}
