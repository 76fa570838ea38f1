package org.maskgit.tools.reproduce;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.maskgit.tools.cli.Suggestions;
import org.maskgit.tools.cli.UsageException;

/**
 * A table of published numbers and what measures them. All of them are data, in {@code
 * experiments.json}.
 *
 * @param id what is typed
 * @param title what it is
 * @param kind what has to be run
 * @param model the weights that the numbers were published for
 * @param reference the reference file that they were scored against; empty for none
 * @param count how many pictures
 * @param labels {@code --labels} of {@code sample}
 * @param note what has to be known to compare
 * @param smallSteps numbers of steps that take the place of the rows' with other weights; null for
 *     the rows' own
 * @param smallSettings more settings with other weights; null for none
 * @param rows the rows
 */
record Experiment(
    String id,
    String title,
    Kind kind,
    String model,
    String reference,
    int count,
    String labels,
    String note,
    List<Integer> smallSteps,
    String smallSettings,
    List<Row> rows) {

  /** Checks what the file says. */
  Experiment {
    checkArgument(kind != null, "%s: expected a known kind of experiment", id);
  }

  /** What has to be run, by its name in the file. */
  enum Kind {
    /** Pictures are sampled and scored. */
    @SerializedName("samples")
    SAMPLES,
    /** A classifier is trained on sampled pictures. */
    @SerializedName("cas")
    CAS,
    /** Real pictures are encoded, decoded and scored. */
    @SerializedName("tokenizer")
    TOKENIZER,
    /** Samplers are timed. */
    @SerializedName("speed")
    SPEED,
    /** Nothing: what it takes was never published. */
    @SerializedName("unpublished")
    UNPUBLISHED;

    boolean samples() {
      return this == SAMPLES || this == CAS;
    }
  }

  /**
   * A row.
   *
   * @param name what it is called
   * @param settings of {@code sample}, as they are typed
   * @param published metrics by the keys of {@code evaluate --json}
   * @param source where they were published
   */
  record Row(String name, String settings, Map<String, Double> published, String source) {}

  /** All experiments by what is typed. */
  static ImmutableMap<String, Experiment> all() {
    try {
      String text =
          Resources.toString(
              Resources.getResource(Experiment.class, "experiments.json"), StandardCharsets.UTF_8);
      ImmutableMap.Builder<String, Experiment> all = ImmutableMap.builder();
      for (Experiment experiment : new Gson().fromJson(text, Experiment[].class)) {
        all.put(experiment.id(), experiment);
      }
      return all.buildOrThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Experiment find(String id) {
    ImmutableMap<String, Experiment> all = all();
    Experiment found = all.get(id);
    if (found == null) {
      throw new UsageException(
          "There is no experiment '%s'%s"
              .formatted(
                  id,
                  Suggestions.nearest(id, all.keySet().asList())
                      .map("; did you mean '%s'?"::formatted)
                      .orElse("; there are %s.".formatted(String.join(", ", all.keySet())))));
    }
    return found;
  }

  /**
   * The rows for other weights than the published ones: each with the small numbers of steps, if it
   * has a number of steps at all, and without published numbers, which are of other weights.
   */
  ImmutableList<Row> smallRows() {
    ImmutableMap.Builder<String, Row> rows = ImmutableMap.builder();
    for (Row row : rows()) {
      String name = row.name().replaceFirst(", T = \\d+", "").replaceFirst("T = \\d+, ", "");
      String more = smallSettings == null ? "" : " " + smallSettings;
      if (smallSteps == null || !row.settings().contains("--steps ")) {
        rows.put(row.settings() + more, new Row(row.name(), row.settings() + more, Map.of(), ""));
        continue;
      }
      for (int steps : smallSteps) {
        String settings = row.settings().replaceFirst("--steps \\d+", "--steps " + steps) + more;
        rows.put(settings, new Row(name + ", T = " + steps, settings, Map.of(), ""));
      }
    }
    return rows.buildKeepingLast().values().asList();
  }
}
