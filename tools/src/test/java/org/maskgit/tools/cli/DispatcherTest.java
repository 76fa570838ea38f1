package org.maskgit.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.graph.DeviceException;
import org.maskgit.io.DataException;

final class DispatcherTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private ExitCode run(String... words) {
    return new Dispatcher(
            CommandTable.of(List.of(new Toy("sample"), new Toy("toy train"))),
            "maskgit 1.2.3",
            ImmutableMap.of(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false)
        .run(List.of(words), Interruption.create());
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void resultsGoToStdoutAndNotesToStderr() {
    assertThat(run("sample", "--steps", "3")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("3 steps\n");
    assertThat(err()).matches("sampling\nSteps 1/1  [0-9.]+ steps/s\n");
  }

  @Test
  void aNameMayHaveTwoWords() {
    assertThat(run("toy", "train", "--quiet", "--steps", "4")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("4 steps\n");
    out.reset();
    assertThat(run("help", "toy", "train")).isEqualTo(ExitCode.OK);
    assertThat(out()).contains("Usage: maskgit toy train [options]");
  }

  @Test
  void quietLeavesOnlyTheResults() {
    assertThat(run("sample", "--quiet")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("8 steps\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void jsonPrintsOneObject() {
    assertThat(run("sample", "--json", "--steps=5")).isEqualTo(ExitCode.OK);
    assertThat(JsonParser.parseString(out()).getAsJsonObject().get("steps").getAsInt())
        .isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sampel                 | There is no command 'sampel'; did you mean 'maskgit sample'?",
        "xyzzyplugh             | There is no command 'xyzzyplugh'; 'maskgit help' lists all.",
        "sample --stepz 3       | 'maskgit sample' has no option --stepz; did you mean '--steps'?",
        "sample --stepz=3       | 'maskgit sample' has no option --stepz; did you mean '--steps'?",
        "sample --step 3        | 'maskgit sample' has no option --step; did you mean '--steps'?",
        "sample --frobnicated   | 'maskgit sample' has no option --frobnicated.",
        "sample --steps         | --steps needs a value: --steps T.",
        "sample --steps 0       | --steps: expected a whole number of at least 1, found 0.",
        "sample --steps -2      | --steps: expected a whole number of at least 1, found -2.",
        "sample --steps 2.5     | --steps: expected a whole number of at least 1, found 2.5.",
        "sample --steps 3 --steps 4 | --steps is given twice; give it once.",
        "sample 207             | 'maskgit sample' takes nothing besides options, found '207';"
            + " options begin with --.",
        "help sampel            | There is no command 'sampel'; did you mean 'maskgit sample'?",
        "help a b               | There is no command 'a'; 'maskgit help' lists all.",
        "help a b c             | 'maskgit help' takes only [COMMAND] besides options, found 'c';"
            + " options begin with --.",
        "toy                    | 'maskgit toy' needs to know what: maskgit toy train.",
        "toy trian              | There is no command 'toy trian'; did you mean 'maskgit toy train'?",
      })
  void aWrongCommandLineEndsInOneSentence(String line, String sentence) {
    assertThat(run(line.split(" +"))).isEqualTo(ExitCode.USAGE);
    assertThat(err()).isEqualTo(sentence + "\n");
    assertThat(out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "usage, USAGE",
    "argument, USAGE",
    "data, DATA",
    "io, DATA",
    "uncheckedIo, DATA",
    "device, DEVICE",
    "link, DEVICE",
    "memory, DEVICE",
    "stopped, STOPPED",
    "bug, INTERNAL",
  })
  void whatIsThrownDecidesTheExitCode(String what, ExitCode code) {
    assertThat(run("sample", "--throw", what)).isEqualTo(code);
    assertThat(err().lines().skip(1)).hasSize(1);
    assertThat(err()).doesNotContain("\tat ");
  }

  @Test
  void debugAddsTheStackTrace() {
    assertThat(run("sample", "--throw", "data", "--debug")).isEqualTo(ExitCode.DATA);
    assertThat(err()).contains("\tat org.maskgit.tools.cli.DispatcherTest");
  }

  @Test
  void exitNumbersAreThoseOfTheManual() {
    assertThat(List.of(ExitCode.OK, ExitCode.USAGE, ExitCode.DATA, ExitCode.DEVICE))
        .extracting(ExitCode::number)
        .containsExactly(0, 2, 3, 4);
  }

  @Test
  void nothingTypedShowsTheCommandsAndFails() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(err()).contains("sample", "pretend to sample");
  }

  @Test
  void helpListsTheCommands() {
    assertThat(run("help")).isEqualTo(ExitCode.OK);
    assertThat(out()).contains("  sample             pretend to sample", "  help ");
    assertThat(run("--help")).isEqualTo(ExitCode.OK);
  }

  @Test
  void helpOfACommandShowsItsOptions() {
    assertThat(run("help", "sample")).isEqualTo(ExitCode.OK);
    String help = out();
    assertThat(help)
        .contains("Usage: maskgit sample [options]", "--steps <T>", "number of steps", "--json");
    out.reset();
    assertThat(run("sample", "--help")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo(help);
  }

  @Test
  void versionIsPrinted() {
    assertThat(run("--version")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEqualTo("maskgit 1.2.3\n");
  }

  /** Throws what it is told to. */
  private static final class Toy implements Command {
    private static final Option STEPS = StandardOptions.valued("steps", "T", "number of steps");
    private static final Option THROW = StandardOptions.valued("throw", "WHAT", "what to throw");

    private final String name;

    Toy(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String summary() {
      return "pretend to sample";
    }

    @Override
    public Options options() {
      return new Options().addOption(STEPS).addOption(THROW);
    }

    @Override
    public String example() {
      return "sample --steps 3";
    }

    @Override
    public void run(Arguments arguments, Context context) throws IOException {
      int steps = arguments.integer(STEPS, 1).orElse(8);
      context.console().note("sampling");
      if (arguments.has(THROW)) {
        toss(arguments.required(THROW));
      }
      try (Progress progress = context.console().progress("Steps", 1, Progress.Unit.STEPS)) {
        progress.at(1);
      }
      JsonObject json = new JsonObject();
      json.addProperty("steps", steps);
      context.console().results(json, List.of(steps + " steps"));
    }

    private static void toss(String what) throws IOException {
      switch (what) {
        case "usage" -> throw new UsageException("No.");
        case "argument" -> throw new IllegalArgumentException("expected 1, found 2");
        case "data" -> throw new DataException("No weights.");
        case "io" -> throw new IOException("disk");
        case "uncheckedIo" -> throw new UncheckedIOException(new IOException("disk"));
        case "device" -> throw new DeviceException("No GPU.", new IOException());
        case "link" -> throw new UnsatisfiedLinkError("no jnitensorflow in java.library.path");
        case "memory" -> throw new OutOfMemoryError("Java heap space");
        case "stopped" -> throw new StoppedException();
        default -> throw new IllegalStateException("bug");
      }
    }
  }
}
