package org.maskgit.tools.cli;

import com.google.common.collect.ImmutableList;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** What was typed after a command's name, checked: every wrong value ends in one sentence. */
public final class Arguments {
  private final CommandLine line;

  private Arguments(CommandLine line) {
    this.line = line;
  }

  /**
   * Reads the words after a command's name.
   *
   * @param command whose options to accept
   * @param words the words
   * @return the arguments
   * @throws UsageException if an option is unknown, lacks its value or is given twice, or if there
   *     are too few or too many operands
   */
  public static Arguments parse(Command command, List<String> words) {
    Options options = StandardOptions.of(command);
    Arguments arguments = new Arguments(CommandLines.parse(command.name(), options, words));
    for (Option option : arguments.line.getOptions()) {
      if (!StandardOptions.isRepeated(option) && arguments.line.getOptionCount(option) > 1) {
        throw new UsageException("%s is given twice; give it once.".formatted(nameOf(option)));
      }
    }
    if (!arguments.has(StandardOptions.HELP)) {
      arguments.checkOperands(command);
    }
    return arguments;
  }

  /**
   * Reads words that were written down in the words of the command line, such as a recipe's.
   *
   * @param command who reads them, for errors
   * @param options the options to accept
   * @param words names and values
   * @return the arguments
   * @throws UsageException if an option is unknown or lacks its value
   */
  public static Arguments parse(String command, Options options, List<String> words) {
    return new Arguments(CommandLines.parse(command, options, words));
  }

  /**
   * Writes down what was typed, for {@link #parse(String, Options, List)}.
   *
   * @param options which options to write down
   * @return names and values, in the order typed
   */
  public ImmutableList<String> words(Options options) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    for (Option option : line.getOptions()) {
      if (options.hasLongOption(option.getLongOpt())) {
        words.add(nameOf(option)).addAll(option.getValuesList());
      }
    }
    return words.build();
  }

  private void checkOperands(Command command) {
    Operands wanted = command.operands();
    List<String> found = operands();
    if (found.size() < wanted.min()) {
      throw new UsageException(
          "'maskgit %s' needs %s, found nothing; for example: maskgit %s"
              .formatted(command.name(), wanted.usage(), command.example()));
    }
    if (found.size() > wanted.max()) {
      throw new UsageException(
          "'maskgit %s' takes %s besides options, found '%s'; options begin with --."
              .formatted(
                  command.name(),
                  wanted.max() == 0 ? "nothing" : "only " + wanted.usage(),
                  found.get(wanted.max())));
    }
  }

  /**
   * Returns an option's name as it is typed.
   *
   * @param option the option
   * @return its name with two dashes
   */
  public static String nameOf(Option option) {
    return "--" + option.getLongOpt();
  }

  /**
   * Returns whether an option is given.
   *
   * @param option the option
   * @return true if it is
   */
  public boolean has(Option option) {
    return line.hasOption(option);
  }

  /**
   * Returns an option's value.
   *
   * @param option the option
   * @return the value as typed, if given
   */
  public Optional<String> value(Option option) {
    return Optional.ofNullable(line.getOptionValue(option));
  }

  /**
   * Returns the value of an option that must be there.
   *
   * @param option the option
   * @return the value as typed
   * @throws UsageException if it isn't given
   */
  public String required(Option option) {
    return value(option)
        .orElseThrow(
            () ->
                new UsageException(
                    "%s is missing: give %s %s."
                        .formatted(nameOf(option), nameOf(option), option.getArgName())));
  }

  /**
   * Returns all values of an option.
   *
   * @param option the option
   * @return the values in the order typed; empty if not given
   */
  public ImmutableList<String> values(Option option) {
    String[] values = line.getOptionValues(option);
    return values == null ? ImmutableList.of() : ImmutableList.copyOf(values);
  }

  /**
   * Returns an option's value as a path.
   *
   * @param option the option
   * @return the path, if given
   * @throws UsageException if it can't be one
   */
  public Optional<Path> path(Option option) {
    return value(option).map(text -> toPath(nameOf(option), text));
  }

  /**
   * Returns the value of an option that must be there, as a path.
   *
   * @param option the option
   * @return the path
   * @throws UsageException if it isn't given, or can't be a path
   */
  public Path requiredPath(Option option) {
    return toPath(nameOf(option), required(option));
  }

  /**
   * Returns all values of an option as paths.
   *
   * @param option the option
   * @return the paths in the order typed; empty if not given
   * @throws UsageException if one can't be a path
   */
  public ImmutableList<Path> paths(Option option) {
    return values(option).stream()
        .map(text -> toPath(nameOf(option), text))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns an operand as a path.
   *
   * @param index which one, from 0
   * @return the path
   * @throws UsageException if it can't be one
   */
  public Path operandPath(int index) {
    return toPath("the operand", operands().get(index));
  }

  private static Path toPath(String name, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UsageException(
          "%s: expected a path, found '%s' (%s).".formatted(name, text, e.getReason()), e);
    }
  }

  /**
   * Returns an option's value as whatever it stands for.
   *
   * @param option the option
   * @param parser reads it; throws {@link IllegalArgumentException} "expected X, found Y"
   * @param <T> what it stands for
   * @return the parsed value, if given
   * @throws UsageException if the parser refuses it
   */
  public <T> Optional<T> parsed(Option option, Function<String, T> parser) {
    return value(option).map(text -> parse(option, text, parser));
  }

  /**
   * Returns the value of an option that must be there, as whatever it stands for.
   *
   * @param option the option
   * @param parser reads it; throws {@link IllegalArgumentException} "expected X, found Y"
   * @param <T> what it stands for
   * @return the parsed value
   * @throws UsageException if it isn't given, or the parser refuses it
   */
  public <T> T requiredParsed(Option option, Function<String, T> parser) {
    return parse(option, required(option), parser);
  }

  /**
   * Returns all values of an option as whatever they stand for.
   *
   * @param option the option
   * @param parser reads one; throws {@link IllegalArgumentException} "expected X, found Y"
   * @param <T> what one stands for
   * @return the parsed values in the order typed; empty if not given
   * @throws UsageException if the parser refuses one
   */
  public <T> ImmutableList<T> eachParsed(Option option, Function<String, T> parser) {
    return values(option).stream()
        .map(text -> parse(option, text, parser))
        .collect(ImmutableList.toImmutableList());
  }

  private static <T> T parse(Option option, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage();
      throw new UsageException(
          "%s: %s%s".formatted(nameOf(option), message, message.endsWith("?") ? "" : "."), e);
    }
  }

  /**
   * Returns an option's value as a whole number.
   *
   * @param option the option
   * @param min the smallest value allowed
   * @return the number, if given
   * @throws UsageException if it is no whole number of at least {@code min}
   */
  public Optional<Integer> integer(Option option, int min) {
    return value(option).map(text -> toInteger(option, min, text));
  }

  private static int toInteger(Option option, int min, String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= min) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new UsageException(wrongInteger(option, min, text), e);
    }
    throw new UsageException(wrongInteger(option, min, text));
  }

  private static String wrongInteger(Option option, int min, String text) {
    return "%s: expected a whole number of at least %d, found %s."
        .formatted(nameOf(option), min, text);
  }

  /**
   * Returns what was typed besides options.
   *
   * @return the operands in order
   */
  public ImmutableList<String> operands() {
    return ImmutableList.copyOf(line.getArgList());
  }
}
