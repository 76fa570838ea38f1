package org.maskgit.tools.reproduce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What was measured as a Markdown table. */
final class ResultTable {
  /** What isn't looked at in a table, but stands in the JSON. */
  private static final ImmutableSet<String> ASIDE =
      ImmutableSet.of(
          "reference_count", "generated_count", "train_count", "count", "tries", "codebook_size");

  /** Where the number of pictures stands: of samples, of a classifier's training, of a folder. */
  private static final ImmutableList<String> COUNTS =
      ImmutableList.of("generated_count", "train_count", "count");

  private ResultTable() {}

  /** Published, measured and the difference, a line for each number. */
  static ImmutableList<String> published(List<Measurement> measurements) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("| | metric | published | measured | difference | pictures | source |");
    lines.add("|---|---|---|---|---|---|---|");
    for (Measurement measurement : measurements) {
      measurement
          .row()
          .published()
          .forEach(
              (key, value) -> {
                Double found = measurement.measured().get(key);
                lines.add(
                    "| %s | %s | %s | %s | %s | %s | %s |"
                        .formatted(
                            measurement.row().name(),
                            key,
                            number(value),
                            found == null ? "–" : number(found),
                            found == null ? "–" : number(found - value),
                            count(measurement),
                            measurement.row().source()));
              });
    }
    return lines.build();
  }

  private static String count(Measurement measurement) {
    return COUNTS.stream()
        .map(measurement.measured()::get)
        .filter(Objects::nonNull)
        .findFirst()
        .map(count -> String.format(Locale.ROOT, "%,d", Math.round(count)))
        .orElse("–");
  }

  /** All that was measured, a line for each row. */
  static ImmutableList<String> measured(List<Measurement> measurements) {
    List<String> keys =
        measurements.stream()
            .flatMap(measurement -> measurement.measured().keySet().stream())
            .distinct()
            .filter(key -> !ASIDE.contains(key))
            .toList();
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add("| | pictures | " + String.join(" | ", keys) + " |");
    lines.add("|---".repeat(keys.size() + 2) + "|");
    for (Measurement measurement : measurements) {
      StringBuilder line = new StringBuilder("| ").append(measurement.row().name());
      line.append(" | ").append(count(measurement));
      for (String key : keys) {
        Double value = measurement.measured().get(key);
        line.append(" | ").append(value == null ? "–" : number(value));
      }
      lines.add(line.append(" |").toString());
    }
    return lines.build();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.4f" : "%.2f", value);
  }
}
