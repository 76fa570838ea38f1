package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.tools.ChildJvm.End;

/** The command line as a process of its own. */
final class ProcessTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalAmidTheStepsEndsTheRunAndLeavesNothing(String signal, int code)
      throws IOException, InterruptedException {
    assumeTrue(File.separatorChar == '/', "signals of POSIX");
    assumeFalse(signal.equals("INT") && ChildJvm.ignoresSigint(), "started in the background");
    Path output = Files.createDirectory(folder.resolve("output"));
    try (ChildJvm child =
        ChildJvm.start(
            folder,
            List.of(),
            Main.class,
            "generate",
            "--model",
            Cli.TINY,
            "--label",
            "1",
            "--batch",
            "8",
            "--steps",
            "100000",
            "--output",
            output.toString())) {
      child.awaitErr("Sampling 20/100000");
      child.signal(signal);
      End end = child.end();
      assertThat(end.code()).as(end.err()).isEqualTo(code);
      assertThat(end.err()).endsWith("Stopped; nothing half-written was left behind.\n");
      assertThat(end.out()).isEmpty();
      try (Stream<Path> files = Files.list(output)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void withoutANativeLibraryItEndsWithFourInOneSentence() throws IOException, InterruptedException {
    try (ChildJvm child =
        ChildJvm.start(
            folder,
            List.of("-Dorg.bytedeco.javacpp.platform=none-none"),
            Main.class,
            "generate",
            "--model",
            Cli.TINY,
            "--label",
            "1",
            "--output",
            folder.toString())) {
      End end = child.end();
      assertThat(end.code()).as(end.err()).isEqualTo(4);
      assertThat(end.err())
          .startsWith("TensorFlow's native library can't be loaded here")
          .hasLineCount(1);
    }
  }

  @Test
  void doctorTellsVersionsAndDevices() {
    Cli.Run run = Cli.run("doctor");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("tensorflow    2.18.0", "CPU:0", "native cache  ", "maskgit       0.1")
        .containsPattern("java +17|java +[2-9][0-9]");
    assertThat(Cli.run("doctor", "--json").json().get("devices").getAsString()).contains("CPU:0");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    List<String> commands =
        List.of(
            "generate",
            "sample",
            "merge",
            "edit",
            "inpaint",
            "outpaint",
            "panorama",
            "variations",
            "interpolate",
            "grid",
            "reconstruct",
            "encode",
            "decode",
            "inspect",
            "convert",
            "export",
            "info",
            "replay",
            "train tokenizer",
            "tokenize",
            "train transformer",
            "train export",
            "evaluate",
            "evaluate-tokenizer",
            "evaluate-transformer",
            "neighbours",
            "cas",
            "reproduce",
            "emoji-folder",
            "worker",
            "bench run",
            "bench table",
            "bench worker",
            "download",
            "doctor",
            "help");
    for (String command : commands) {
      Cli.Run run = Cli.line("help %s", command);
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("Usage: maskgit " + command, "  maskgit " + command);
    }
    assertThat(Cli.run("help").out().lines().filter(line -> line.startsWith("  ")))
        .hasSize(commands.size());
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(Cli.run("--version").out()).matches("maskgit \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
  }
}
