package org.maskgit.transformer;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.CharMatcher;
import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import org.maskgit.checkpoint.Checkpoint;

/**
 * The names of a transformer's classes, in the order of their labels. Weights that were trained
 * here say them in their file's metadata; the released ones say nothing.
 *
 * @param names one for each class, without line breaks
 */
public record ClassNames(ImmutableList<String> names) {
  /** The key of the metadata under which they lie, a line each. */
  public static final String KEY = Checkpoint.CLASS_NAMES_KEY;

  /**
   * Checks the names.
   *
   * @param names at least one
   * @throws IllegalArgumentException if there is none, or one is empty or has a line break
   */
  public ClassNames {
    checkArgument(!names.isEmpty(), "expected at least one class, found none");
    for (String name : names) {
      checkArgument(
          !name.isBlank() && CharMatcher.anyOf("\n\r").matchesNoneOf(name),
          "expected class names of one line, found '%s'",
          name);
    }
  }

  /**
   * Reads the names out of a file's metadata.
   *
   * @param weights a transformer's checkpoint
   * @return the names, if the file says them
   */
  public static Optional<ClassNames> of(Checkpoint weights) {
    return Optional.ofNullable(weights.metadata().get(KEY))
        .filter(text -> !text.isBlank())
        .map(ClassNames::parse);
  }

  /**
   * Reads the names out of text.
   *
   * @param text a name a line
   * @return the names
   * @throws IllegalArgumentException if there is none
   */
  public static ClassNames parse(String text) {
    return new ClassNames(
        Splitter.on('\n')
            .trimResults()
            .omitEmptyStrings()
            .splitToStream(text)
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * Says the names in metadata.
   *
   * @return what {@link #of} reads
   */
  public ImmutableMap<String, String> metadata() {
    return ImmutableMap.of(KEY, toString());
  }

  /** A name a line. */
  @Override
  public String toString() {
    return Joiner.on('\n').join(names);
  }
}
