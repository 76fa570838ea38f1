package org.maskgit.tools.option;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Range;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.commons.cli.Option;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Numbers;
import org.maskgit.tools.cli.UsageException;

/**
 * Reads the options of a sampler and writes down what they came to. An option belongs to a sampler
 * if it is read for it.
 */
final class Settings {
  private final Arguments arguments;
  private final ImmutableMap<Option, String> off;
  private final Set<Option> read = new HashSet<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  /**
   * Reads arguments.
   *
   * @param arguments what was typed
   * @param off values that change nothing: they are written down only if they were typed
   */
  Settings(Arguments arguments, ImmutableMap<Option, String> off) {
    this.arguments = arguments;
    this.off = off;
  }

  int integer(Option option, int min, int otherwise) {
    return keep(option, arguments.integer(option, min), otherwise, String::valueOf);
  }

  /** A number in a range, which {@code expected} names. */
  float number(Option option, Range<Float> range, String expected, float otherwise) {
    return parsed(
        option, Numbers.within(Float::parseFloat, range, expected), otherwise, String::valueOf);
  }

  /** One of two words; true for the first, which is the default. */
  boolean isFirst(Option option, String first, String second) {
    return parsed(
        option,
        text -> {
          checkArgument(
              text.equals(first) || text.equals(second),
              "expected %s or %s, found %s",
              first,
              second,
              text);
          return text.equals(first);
        },
        true,
        isFirst -> isFirst ? first : second);
  }

  <T> T parsed(Option option, Function<String, T> parser, T otherwise, Function<T, String> toText) {
    return keep(option, arguments.parsed(option, parser), otherwise, toText);
  }

  private <T> T keep(Option option, Optional<T> given, T otherwise, Function<T, String> toText) {
    read.add(option);
    T value = given.orElse(otherwise);
    String text = toText.apply(value);
    if (given.isPresent() || !text.equals(off.get(option))) {
      texts.put(option.getLongOpt(), text);
    }
    return value;
  }

  /** Refuses options that were given but not read. */
  void requireRead(Iterable<Option> options, String sampler) {
    for (Option option : options) {
      if (arguments.has(option) && !read.contains(option)) {
        throw new UsageException(
            "%s doesn't go with --sampler %s; 'maskgit help generate' says what does."
                .formatted(Arguments.nameOf(option), sampler));
      }
    }
  }

  /** What the options came to, by their names, as it would be typed. */
  ImmutableMap<String, String> texts() {
    return ImmutableMap.copyOf(texts);
  }
}
