package org.maskgit.tools.reproduce;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;

/** Another command, run in this process as it would be typed. */
final class CommandRun {
  private CommandRun() {}

  /** Runs it and returns the results that it prints with {@code --json}. */
  static JsonObject of(Command command, List<String> words, Context context) throws IOException {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(results, false, StandardCharsets.UTF_8)) {
      command.run(
          Arguments.parse(command, words),
          new Context(
              context.console().collecting(out), context.interruption(), context.environment()));
    }
    return JsonParser.parseString(results.toString(StandardCharsets.UTF_8)).getAsJsonObject();
  }

  /** The command as it would be typed. */
  static String typed(Command command, List<String> words) {
    StringBuilder line = new StringBuilder("maskgit ").append(command.name());
    for (String word : words) {
      line.append(' ').append(word.contains(" ") ? "'" + word + "'" : word);
    }
    return line.toString();
  }
}
