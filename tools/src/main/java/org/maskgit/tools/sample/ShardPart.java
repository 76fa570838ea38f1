package org.maskgit.tools.sample;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of several processes this one is.
 *
 * @param index its number, from 0
 * @param of how many there are
 */
record ShardPart(int index, int of) {
  /** The only process. */
  static final ShardPart ALL = new ShardPart(0, 1);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

  /** Reads {@code i/n}, as from {@code $SLURM_ARRAY_TASK_ID/100}. */
  static ShardPart parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    ShardPart part =
        matcher.matches()
            ? new ShardPart(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
            : new ShardPart(0, 0);
    checkArgument(
        part.index < part.of, "expected I/N with I from 0 to N - 1, such as 0/4, found %s", text);
    return part;
  }

  boolean has(int shard) {
    return shard % of == index;
  }
}
