package org.maskgit.tools.cli;

import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that every command has. */
public final class StandardOptions {
  /** Shows the command's help in place of running it. */
  public static final Option HELP = flag("help", "show this help");

  /** No progress and no notes. */
  public static final Option QUIET = flag("quiet", "no progress, only results and errors");

  /** Results as one JSON object. */
  public static final Option JSON = flag("json", "print the results as one JSON object");

  /** Stack traces. */
  public static final Option DEBUG = flag("debug", "show the stack trace of an error");

  private StandardOptions() {}

  /**
   * Makes an option without a value.
   *
   * @param name its long name
   * @param description half a sentence for the help
   * @return the option
   */
  public static Option flag(String name, String description) {
    return Option.builder().longOpt(name).desc(description).get();
  }

  /**
   * Makes an option with one value.
   *
   * @param name its long name
   * @param value what the help calls the value, such as {@code FILE}
   * @param description half a sentence for the help
   * @return the option
   */
  public static Option valued(String name, String value, String description) {
    return Option.builder().longOpt(name).hasArg().argName(value).desc(description).get();
  }

  /**
   * Makes an option with one or more values.
   *
   * @param name its long name
   * @param value what the help calls a value
   * @param description half a sentence for the help
   * @return the option
   */
  public static Option many(String name, String value, String description) {
    return Option.builder().longOpt(name).hasArgs().argName(value).desc(description).get();
  }

  /**
   * Makes an option with one value that may be given again and again.
   *
   * @param name its long name
   * @param value what the help calls a value
   * @param description half a sentence for the help
   * @return the option
   */
  public static Option repeated(String name, String value, String description) {
    Option option = valued(name, value, description);
    option.setType(List.class);
    return option;
  }

  /** Tells whether an option may be given more than once. */
  static boolean isRepeated(Option option) {
    return option.getArgs() == Option.UNLIMITED_VALUES || option.getType().equals(List.class);
  }

  /**
   * Adds the standard options to a command's own.
   *
   * @param command the command
   * @return all of its options, its own first
   */
  static Options of(Command command) {
    return new Options()
        .addOptions(command.options())
        .addOption(QUIET)
        .addOption(JSON)
        .addOption(DEBUG)
        .addOption(HELP);
  }
}
