package org.maskgit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.bench.Benchmark.Measurements;
import org.maskgit.io.DataException;

/** Workers are shells that write down when it is their turn. */
final class BenchmarkTest {
  @TempDir private Path folder;

  @BeforeEach
  void shells() {
    assumeTrue(File.separatorChar == '/', "a POSIX shell");
  }

  private Path script(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** Says how long it takes and which digest comes out; the number of the go is $n. */
  private Variant worker(String name, String seconds, String digest) throws IOException {
    Path script =
        script(
            name,
            """
            echo 'ready shell'
            while read -r word n; do
              echo %s >>%s
              echo "done %s 0.01 %s"
            done
            """
                .formatted(name, folder.resolve("turns"), seconds, digest));
    return Variant.outside("%s=sh %s".formatted(name, script));
  }

  private Benchmark benchmark(Work work, int rounds) throws IOException {
    Path roof = script("roof", "echo ready; while read -r go; do echo done 1 1 -; done");
    return new Benchmark(
        new WorkSettings(work, 8, 64, 8, 8),
        ImmutableList.of(),
        ImmutableList.of("sh", roof.toString()),
        rounds);
  }

  private BenchmarkResult result(Measurements measured, String reference) {
    return new BenchmarkResult(
        "2026-01-01T00:00:00Z",
        List.of("a machine"),
        List.of("a", "b"),
        new WorkSettings(Work.IMAGE, 8, 64, 8, 8),
        68.7194767365,
        reference,
        measured.roof(),
        measured.variants());
  }

  @Test
  void variantsTakeTurnsAndRatiosAreOfOneRound() throws IOException {
    Measurements measured =
        benchmark(Work.IMAGE, 3)
            .run(List.of(worker("a", "$n", "d$n"), worker("b", "2", "d$n")), what -> {});
    assertThat(Files.readString(folder.resolve("turns"))).isEqualTo("a\nb\na\nb\na\nb\n");

    BenchmarkResult result = result(measured, "a");
    assertThat(measured.variants().get(0).seconds()).containsExactly(1.0, 2.0, 3.0);
    assertThat(result.speedups(measured.variants().get(1))).containsExactly(0.5, 1.0, 1.5);
    assertThat(measured.variants().get(1).about()).isEqualTo("shell");
    assertThat(BenchmarkResult.parse(result.toJson(), "itself")).isEqualTo(result);
    assertThat(MarkdownTable.of(result))
        .anyMatch(line -> line.startsWith("| a | 2.000 (1.000) | 0.01 | "))
        .anyMatch(line -> line.startsWith("| b | 2.000 (2.000) | 0.01 | "))
        .anyMatch(line -> line.contains("| 1.00 (0.50 … 1.50) | 25 % |"))
        .filteredOn(line -> line.endsWith("| equal |"))
        .hasSize(2);
  }

  @Test
  void otherTokensAreSeen() throws IOException {
    Measurements measured =
        benchmark(Work.IMAGE, 1)
            .run(List.of(worker("a", "1", "abc"), worker("b", "1", "abd")), what -> {});
    assertThat(MarkdownTable.of(result(measured, "a")))
        .anyMatch(line -> line.startsWith("| b |") && line.endsWith("| differ |"));
  }

  @Test
  void aVariantMayBeCalledAsTheRoofIs() throws IOException {
    Variant roof = new Variant("roof", ImmutableMap.of(), ImmutableList.of(), false);
    Measurements measured = benchmark(Work.IMAGE, 2).run(List.of(roof), what -> {});
    assertThat(measured.roof()).hasSize(2);
    assertThat(measured.variants().get(0).samples()).hasSize(2);
  }

  @Test
  void anImpossibleSizeInAFileIsToldInOneSentence() throws IOException {
    Measurements measured =
        benchmark(Work.IMAGE, 1).run(List.of(worker("a", "1", "d")), what -> {});
    String json = result(measured, "a").toJson().replace("\"steps\": 8", "\"steps\": 0");
    assertThatThrownBy(() -> BenchmarkResult.parse(json, "old.json"))
        .isInstanceOf(DataException.class)
        .hasMessage("old.json: expected at least 1 step, found 0.");
  }

  @Test
  void aFirstImageIsTimedFromTheStartOfTheProcess() throws IOException {
    Path slow = script("slow", "sleep 0.2; echo 'done 0.001 0.3 abc'; cat");
    Measurements measured =
        benchmark(Work.FIRST, 2).run(List.of(Variant.outside("slow=sh " + slow)), what -> {});
    assertThat(measured.variants().get(0).seconds())
        .hasSize(2)
        .allSatisfy(seconds -> assertThat(seconds).isBetween(0.2, 30.0));
  }

  @Test
  void aWorkerThatFailsIsToldWithItsLastWords() throws IOException {
    Path broken = script("broken", "echo 'no such module' >&2");
    assertThatThrownBy(
            () ->
                benchmark(Work.IMAGE, 1)
                    .run(List.of(Variant.outside("JAX=sh " + broken)), what -> {}))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "JAX: expected the worker to say 'ready', found that it ended; its last words: no such"
                + " module");
    assertThatThrownBy(
            () ->
                benchmark(Work.IMAGE, 1)
                    .run(List.of(Variant.outside("JAX=no-such-program")), what -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("JAX: expected a program that can be started, found ");
  }
}
