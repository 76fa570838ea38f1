package org.maskgit.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private Progress progress(boolean terminal, long total, Progress.Unit unit) {
    return Progress.on(
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        "Sampling",
        total,
        unit,
        nanos::get);
  }

  private void passMillis(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void elsewhereThanOnATerminalEachStepIsALineTimedWithoutTheFirst() {
    try (Progress progress = progress(false, 3, Progress.Unit.STEPS)) {
      passMillis(2000);
      progress.at(1);
      passMillis(500);
      progress.at(2);
      passMillis(500);
      progress.at(3);
    }
    assertThat(err())
        .isEqualTo(
            """
            Sampling 1/3  0.50 steps/s  ETA 0:04
            Sampling 2/3  2.00 steps/s  ETA 0:01
            Sampling 3/3  2.00 steps/s
            """);
  }

  @Test
  void onATerminalOneLineIsRedrawnAtMostTenTimesASecond() {
    try (Progress progress = progress(true, 100, Progress.Unit.STEPS)) {
      for (int step = 1; step <= 100; step++) {
        passMillis(50);
        progress.at(step);
      }
    }
    assertThat(err().split("\r")).hasSize(52);
    assertThat(err()).endsWith("\rSampling 100/100  20.00 steps/s\u001b[K\n");
  }

  @Test
  void aDownloadIsALineForEachTenthAndCountsOnlyWhatCameNow() {
    try (Progress progress = progress(false, 100 << 20, Progress.Unit.BYTES)) {
      progress.startAt(50 << 20);
      for (int mebibyte = 51; mebibyte <= 100; mebibyte++) {
        passMillis(1000);
        progress.at((long) mebibyte << 20);
      }
    }
    assertThat(err().lines()).hasSize(5);
    assertThat(err()).startsWith("Sampling 60.0/100.0 MiB  1.0 MiB/s  ETA 0:40\n");
  }

  @Test
  void anUnknownLengthIsNoError() {
    try (Progress progress = progress(true, 0, Progress.Unit.BYTES)) {
      passMillis(1000);
      progress.at(5 << 20);
    }
    assertThat(err()).isEqualTo("\rSampling 5.0 MiB  5.0 MiB/s\u001b[K\n");
  }

  @Test
  void longWaitsAreShownInHours() {
    try (Progress progress = progress(false, 10_000, Progress.Unit.STEPS)) {
      passMillis(1000);
      progress.at(1);
    }
    assertThat(err()).isEqualTo("Sampling 1/10000  1.00 steps/s  ETA 2:46:39\n");
  }
}
