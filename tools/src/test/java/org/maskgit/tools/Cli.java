package org.maskgit.tools;

import com.google.errorprone.annotations.FormatMethod;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.maskgit.testing.Golden;
import org.maskgit.tools.cli.Interruption;

/** Runs the command line in this process. */
final class Cli {
  /** The folder of the tiny model. */
  static final String TINY = Golden.TINY_TOKENIZER.getParent().toString();

  private Cli() {}

  /** What a run left behind. */
  record Run(int code, String out, String err) {
    JsonObject json() {
      return JsonParser.parseString(out).getAsJsonObject();
    }

    List<String> errLines() {
      return err.lines().toList();
    }
  }

  static Run run(Object... words) {
    return run(Map.of(), words);
  }

  /** Runs a command line of words without spaces; %s stands for the values. */
  @FormatMethod
  static Run line(String words, Object... values) {
    return run((Object[]) words.formatted(values).split(" "));
  }

  static Run run(Map<String, String> environment, Object... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
                Arrays.stream(words).map(Object::toString).toList(),
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Interruption.create())
            .number();
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
