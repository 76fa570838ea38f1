package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.tools.cli.Interruption;
import org.maskgit.tools.cli.StoppedException;

final class InterruptionTest {

  @Test
  void checkThrowsOnlyWhenAsked() {
    Interruption interruption = Interruption.create();
    interruption.check();
    interruption.request();
    assertThatThrownBy(interruption::check).isInstanceOf(StoppedException.class);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void aSignalLetsTheStepEndAndThenLeaves(String signal, int code, @TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(File.separatorChar == '/', "signals of POSIX");
    assumeFalse(signal.equals("INT") && ChildJvm.ignoresSigint(), "started in the background");
    try (ChildJvm child = ChildJvm.start(folder, List.of(), SlowSteps.class)) {
      child.awaitErr("step 2 begins");
      child.signal(signal);
      ChildJvm.End end = child.end();
      assertThat(end.code()).isEqualTo(code);
      assertThat(end.err()).contains("step 2 ends", "Stopping:").doesNotContain("step 3");
      assertThat(end.err()).contains("left cleanly");
    }
  }

  @Test
  void withoutASignalTheExitCodeIsTheWorks(@TempDir Path folder)
      throws IOException, InterruptedException {
    try (ChildJvm child = ChildJvm.start(folder, List.of(), SlowSteps.class, "1")) {
      ChildJvm.End end = child.end();
      assertThat(end.code()).isEqualTo(7);
      assertThat(end.err()).doesNotContain("Stopping");
    }
  }

  /** Takes steps of 300 ms that can't be interrupted. */
  static final class SlowSteps {
    private SlowSteps() {}

    public static void main(String[] args) {
      int steps = args.length == 0 ? 100 : Integer.parseInt(args[0]);
      System.exit(Interruption.guard(interruption -> run(steps, interruption), System.err));
    }

    private static int run(int steps, Interruption interruption) {
      try {
        for (int step = 1; step <= steps; step++) {
          System.err.println("step " + step + " begins");
          spin();
          System.err.println("step " + step + " ends");
          interruption.check();
        }
        return 7;
      } catch (StoppedException e) {
        System.err.println("left cleanly");
        return 130;
      }
    }

    private static void spin() {
      long end = System.nanoTime() + 300_000_000L;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    }
  }
}
