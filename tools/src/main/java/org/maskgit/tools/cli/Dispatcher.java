package org.maskgit.tools.cli;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** Finds the command that was typed, runs it, and turns what it throws into an exit code. */
public final class Dispatcher {
  private final CommandTable commands;
  private final String version;
  private final ImmutableMap<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;

  /**
   * Creates a dispatcher.
   *
   * @param commands the commands there are
   * @param version what {@code --version} prints
   * @param environment the environment variables
   * @param out for results
   * @param err for everything else
   * @param terminal whether {@code err} is a terminal
   */
  public Dispatcher(
      CommandTable commands,
      String version,
      ImmutableMap<String, String> environment,
      PrintStream out,
      PrintStream err,
      boolean terminal) {
    this.commands = commands;
    this.version = version;
    this.environment = environment;
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Runs one command line.
   *
   * @param words the command line after {@code maskgit}
   * @param interruption asks the run to stop
   * @return the exit code; an error has been printed as one sentence
   */
  public ExitCode run(List<String> words, Interruption interruption) {
    try {
      return dispatch(words, interruption);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      Failure failure = Failure.of(e);
      err.println(failure.sentence());
      if (words.contains("--" + StandardOptions.DEBUG.getLongOpt())) {
        e.printStackTrace(err);
      }
      return failure.code();
    }
  }

  private ExitCode dispatch(List<String> words, Interruption interruption) throws IOException {
    if (words.isEmpty()) {
      HelpPage.all(commands.all()).forEach(err::println);
      return ExitCode.USAGE;
    }
    String first = words.get(0);
    if (first.equals("--version")) {
      out.println(version);
      return ExitCode.OK;
    }
    boolean help = first.equals("--help") || first.equals("-h");
    Command command = commands.find(help ? List.of(HelpCommand.NAME) : words);
    int nameLength = Splitter.on(' ').splitToList(command.name()).size();
    Arguments arguments = Arguments.parse(command, words.subList(nameLength, words.size()));
    Console console =
        Console.of(
            out,
            err,
            arguments.has(StandardOptions.QUIET),
            arguments.has(StandardOptions.JSON),
            terminal);
    if (arguments.has(StandardOptions.HELP)) {
      console.results(HelpPage.json(command), HelpPage.of(command));
      return ExitCode.OK;
    }
    command.run(arguments, new Context(console, interruption, environment));
    return ExitCode.OK;
  }
}
