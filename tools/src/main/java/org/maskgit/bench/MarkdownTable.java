package org.maskgit.bench;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import org.maskgit.bench.BenchmarkResult.VariantResult;

/** Benchmarks as Markdown. */
public final class MarkdownTable {
  private static final String NOTHING = "–";

  private MarkdownTable() {}

  /**
   * Writes one benchmark.
   *
   * @param result the benchmark
   * @return a heading, what was run where, and a table with a line for each variant
   */
  public static ImmutableList<String> of(BenchmarkResult result) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("### " + heading(result), "");
    lines.add(
        format(
            "%s. %s; %d rounds; roof %.1f GFLOP/s; one go is %.1f GFLOP.",
            result.date(),
            String.join("; ", result.machine()),
            result.roof().size(),
            result.roofGigaFlops(),
            result.gigaFlops()),
        "");
    lines.add(
        "| variant | s, median (min) | CPU s | others, cores | × %s, median (min … max) | share of the roof | peak MB (own + mapped) | tokens |"
            .formatted(result.reference()),
        "|---|---|---|---|---|---|---|---|");
    result.variants().forEach(variant -> lines.add(row(result, variant)));
    lines.add("");
    result.variants().stream()
        .filter(variant -> !variant.about().isEmpty())
        .forEach(variant -> lines.add("- %s: %s".formatted(variant.name(), variant.about())));
    return lines.add("").build();
  }

  private static String heading(BenchmarkResult result) {
    WorkSettings settings = result.settings();
    return switch (settings.work()) {
      case TRAINING -> "Training: %d steps a go".formatted(TrainingTask.STEPS);
      case BATCH ->
          "%d images of %d classes, batches of %d, %d steps, %s"
              .formatted(
                  settings.images(),
                  settings.labels(),
                  settings.batch(),
                  settings.steps(),
                  String.join(" and ", result.model()));
      default ->
          "%s, %d steps, %s"
              .formatted(
                  capitalized(settings.work().title()),
                  settings.steps(),
                  String.join(" and ", result.model()));
    };
  }

  private static String capitalized(String title) {
    return title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  private static String row(BenchmarkResult result, VariantResult variant) {
    List<Double> seconds = variant.seconds();
    List<Double> speedups = result.speedups(variant);
    double median = Statistics.median(seconds);
    return format(
        "| %s | %.3f (%.3f) | %.2f | %.2f | %.2f (%.2f … %.2f) | %s | %s | %s |",
        variant.name(),
        median,
        Statistics.min(seconds),
        Statistics.median(variant.samples().stream().map(Sample::cpuSeconds).toList()),
        Statistics.median(variant.samples().stream().map(Sample::others).toList()),
        Statistics.median(speedups),
        Statistics.min(speedups),
        Statistics.max(speedups),
        share(result, median),
        memory(variant.memory()),
        tokens(result, variant));
  }

  private static String share(BenchmarkResult result, double seconds) {
    if (result.gigaFlops() == 0 || result.settings().work() == Work.FIRST) {
      return NOTHING;
    }
    return format("%.0f %%", 100 * result.gigaFlops() / seconds / result.roofGigaFlops());
  }

  private static String memory(Memory memory) {
    return memory.peak() == 0
        ? NOTHING
        : format("%.0f (%.0f + %.0f)", memory.peak(), memory.anonymous(), memory.file());
  }

  private static String tokens(BenchmarkResult result, VariantResult variant) {
    if (variant.samples().stream().allMatch(s -> s.digest().equals(Task.NO_DIGEST))) {
      return NOTHING;
    }
    return result.sameTokens(variant) ? "equal" : "differ";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
