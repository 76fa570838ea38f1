package org.maskgit.tools.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;

/**
 * Where a command's words go: results to stdout, as lines or as one JSON object; everything else to
 * stderr.
 */
public final class Console {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .create();

  private final PrintStream out;
  private final PrintStream err;
  private final boolean quiet;
  private final boolean json;
  private final boolean terminal;

  private Console(PrintStream out, PrintStream err, boolean quiet, boolean json, boolean terminal) {
    this.out = out;
    this.err = err;
    this.quiet = quiet;
    this.json = json;
    this.terminal = terminal;
  }

  /**
   * Creates a console.
   *
   * @param out for results
   * @param err for everything else
   * @param quiet whether to leave out progress and notes
   * @param json whether results are printed as JSON
   * @param terminal whether {@code err} is a terminal, where a line can be redrawn
   * @return the console
   */
  public static Console of(
      PrintStream out, PrintStream err, boolean quiet, boolean json, boolean terminal) {
    return new Console(out, err, quiet, json, terminal);
  }

  /**
   * Prints the results of a command; called once.
   *
   * @param object all results, printed with {@code --json}
   * @param lines the same for people, printed without
   */
  public void results(JsonObject object, List<String> lines) {
    if (json) {
      out.println(GSON.toJson(object));
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }

  /**
   * Prints a result that another program waits for.
   *
   * @param line one line
   */
  public void result(String line) {
    out.println(line);
    out.flush();
  }

  /**
   * Says something that helps but is no result; {@code --quiet} silences it.
   *
   * @param line one line
   */
  public void note(String line) {
    if (!quiet) {
      err.println(line);
    }
  }

  /**
   * Starts a progress line.
   *
   * @param what what goes on, such as {@code Sampling}
   * @param total how many units there are; 0 if nobody knows
   * @param unit what is counted
   * @return the progress, to be closed when it has ended
   */
  public Progress progress(String what, long total, Progress.Unit unit) {
    return quiet
        ? Progress.silent()
        : Progress.on(err, terminal, what, total, unit, System::nanoTime);
  }
}
