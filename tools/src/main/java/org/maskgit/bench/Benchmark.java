package org.maskgit.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.maskgit.bench.BenchmarkResult.VariantResult;
import org.maskgit.io.EnumNames;

/**
 * Measures variants side by side. Each has a process; in every round each does the work once, in
 * turn, so that whatever disturbs the machine disturbs them alike, and ratios are taken within a
 * round. A worker of {@link Work#ROOF} takes part in every round.
 *
 * @param settings the work
 * @param files the words that name the model's files; empty for work without a model
 * @param own the command that starts our own worker, without options
 * @param rounds at least 1
 */
public record Benchmark(
    WorkSettings settings, ImmutableList<String> files, ImmutableList<String> own, int rounds) {
  private static final Variant ROOF = Variant.own("roof");

  /**
   * Checks the rounds.
   *
   * @param settings the work
   * @param files of the model
   * @param own command
   * @param rounds at least 1
   */
  public Benchmark {
    checkArgument(rounds >= 1, "expected at least 1 round, found %s", rounds);
  }

  /** What was seen of one variant until now. */
  private static final class Seen {
    private final List<Sample> samples = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();
    private String about = "";
  }

  /**
   * Runs all rounds.
   *
   * @param variants at least one, of different names
   * @param progress told what is done now, in half a sentence
   * @return what was measured
   * @throws IOException if a process can't be talked to
   * @throws org.maskgit.io.DataException if a worker can't be started or fails
   */
  public Measurements run(List<Variant> variants, Consumer<String> progress) throws IOException {
    checkArgument(!variants.isEmpty(), "expected at least one variant, found none");
    checkArgument(
        variants.stream().map(Variant::name).distinct().count() == variants.size(),
        "expected variants of different names, found %s",
        variants.stream().map(Variant::name).toList());
    Map<Variant, Seen> seen = new LinkedHashMap<>();
    variants.forEach(variant -> seen.put(variant, new Seen()));
    List<Sample> roof = new ArrayList<>();
    Map<Variant, WorkerProcess> running = new LinkedHashMap<>();
    try (WorkerProcess roofWorker = start(ROOF, roofCommand(), progress)) {
      roofWorker.awaitReady();
      if (settings.work() != Work.FIRST) {
        for (Variant variant : variants) {
          WorkerProcess worker = start(variant, command(variant), progress);
          running.put(variant, worker);
          seen.get(variant).about = worker.awaitReady();
        }
      }
      for (int round = 1; round <= rounds; round++) {
        progress.accept("round %d of %d".formatted(round, rounds));
        roof.add(roofWorker.go(round));
        for (Variant variant : variants) {
          Seen own = seen.get(variant);
          own.samples.add(sample(running.get(variant), variant, own, round));
        }
      }
      running.forEach((variant, worker) -> seen.get(variant).memories.add(worker.memory()));
    } finally {
      for (WorkerProcess worker : running.values()) {
        worker.close();
      }
    }
    return new Measurements(
        roof,
        variants.stream()
            .map(variant -> result(variant, seen.get(variant)))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * What was measured.
   *
   * @param roof a go of the roof in each round
   * @param variants in their order
   */
  public record Measurements(List<Sample> roof, ImmutableList<VariantResult> variants) {}

  private static WorkerProcess start(
      Variant variant, List<String> command, Consumer<String> progress) throws IOException {
    progress.accept("warming up " + variant.name());
    return WorkerProcess.start(variant, command);
  }

  private Sample sample(WorkerProcess worker, Variant variant, Seen seen, int round)
      throws IOException {
    return settings.work() == Work.FIRST
        ? WorkerProcess.first(variant, command(variant), seen.memories)
        : worker.go(round);
  }

  private ImmutableList<String> roofCommand() {
    return ROOF.command(own, List.of("--work", EnumNames.of(Work.ROOF)));
  }

  private ImmutableList<String> command(Variant variant) {
    return variant.command(
        own, ImmutableList.<String>builder().addAll(settings.words()).addAll(files).build());
  }

  private static VariantResult result(Variant variant, Seen seen) {
    Memory memory =
        seen.memories.stream()
            .reduce(
                new Memory(0, 0, 0),
                (a, b) ->
                    new Memory(
                        Math.max(a.peak(), b.peak()),
                        Math.max(a.anonymous(), b.anonymous()),
                        Math.max(a.file(), b.file())));
    return new VariantResult(
        variant.name(), String.join(" ", variant.words()), seen.about, seen.samples, memory);
  }
}
