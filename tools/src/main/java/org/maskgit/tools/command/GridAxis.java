package org.maskgit.tools.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Suggestions;

/**
 * An option of {@code generate} and the values that it takes along a side of a grid.
 *
 * @param option the option
 * @param values one for each row or column
 */
record GridAxis(Option option, ImmutableList<String> values) {

  /** Reads {@code steps=4,8,12}; values that have commas themselves are separated by semicolons. */
  static GridAxis parse(String text, Options known) {
    List<String> parts = Splitter.on('=').limit(2).splitToList(text);
    checkArgument(
        parts.size() == 2 && !parts.get(1).isEmpty(),
        "expected an option and its values such as steps=4,8,12, found %s",
        text);
    String name = parts.get(0);
    checkArgument(
        known.hasLongOption(name),
        "expected an option that generate draws by, found %s%s",
        name,
        Suggestions.nearest(name, known.getOptions().stream().map(Option::getLongOpt).toList())
            .map("; did you mean '%s'?"::formatted)
            .orElse(""));
    char separator = parts.get(1).indexOf(';') >= 0 ? ';' : ',';
    return new GridAxis(
        known.getOption(name),
        ImmutableList.copyOf(Splitter.on(separator).trimResults().split(parts.get(1))));
  }

  /** What stands beside a row or over a column. */
  ImmutableList<String> labels() {
    return values.stream()
        .map(value -> option.getLongOpt() + " " + value)
        .collect(ImmutableList.toImmutableList());
  }

  /** The option as it would be typed for a row or a column. */
  ImmutableList<String> words(int index) {
    return ImmutableList.of(Arguments.nameOf(option), values.get(index));
  }
}
