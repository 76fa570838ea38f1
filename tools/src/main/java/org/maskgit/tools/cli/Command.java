package org.maskgit.tools.cli;

import java.io.IOException;
import org.apache.commons.cli.Options;

/** One verb of the command line, such as {@code generate}. Implementations hold no state. */
public interface Command {
  /**
   * The word that is typed, or two words such as {@code train tokenizer}.
   *
   * @return lower case
   */
  String name();

  /**
   * What it does, for the table of commands.
   *
   * @return half a sentence, begins with a verb
   */
  String summary();

  /**
   * Its own options; {@code --help}, {@code --quiet}, {@code --json} and {@code --debug} are added
   * to every command.
   *
   * @return the options in the order in which the help shows them
   */
  Options options();

  /**
   * What it takes besides options.
   *
   * @return the operands, none unless overridden
   */
  default Operands operands() {
    return Operands.NONE;
  }

  /**
   * A command that works as it is typed, for the help.
   *
   * @return the command without {@code maskgit}
   */
  String example();

  /**
   * Does it.
   *
   * @param arguments what was typed
   * @param context where to talk and when to stop
   * @throws UsageException if an option's value is wrong
   * @throws IOException if something can't be read or written
   */
  void run(Arguments arguments, Context context) throws IOException;
}
