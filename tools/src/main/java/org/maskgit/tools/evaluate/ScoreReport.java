package org.maskgit.tools.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.maskgit.evaluation.Metric;
import org.maskgit.evaluation.Scores;

/** Scores under their names: those of another network than Inception are never called FID. */
final class ScoreReport {
  private final String prefix;
  private final String kind;

  private ScoreReport(String prefix, String kind) {
    this.prefix = prefix;
    this.kind = kind;
  }

  /** Of generated pictures. */
  static ScoreReport of(String network) {
    return new ScoreReport(network, "");
  }

  /** Of reconstructions, whose FID is called rFID. */
  static ScoreReport ofReconstructions(String network) {
    return new ScoreReport(network, "r");
  }

  /** Adds the metrics to a result. */
  void addTo(JsonObject json, Scores scores) {
    scores.values().forEach((metric, value) -> json.addProperty(key(metric), value));
  }

  /** The metrics as lines. */
  List<String> lines(Scores scores) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (Map.Entry<Metric, Double> entry : scores.values().entrySet()) {
      lines.add(line(name(entry.getKey()), entry.getValue()));
    }
    return lines.build();
  }

  static String line(String name, double value) {
    return String.format(Locale.ROOT, "%-24s %.6f", name, value);
  }

  private String key(Metric metric) {
    String key = kind + metric.name();
    if (!prefix.isEmpty()) {
      key = prefix + "_" + key.replace("FID", "FD").replace("KID", "KD");
    }
    return key.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
  }

  private String name(Metric metric) {
    String name =
        kind
            + switch (metric) {
              case FID -> prefix.isEmpty() ? "FID" : "FD";
              case SFID -> prefix.isEmpty() ? "sFID" : "sFD";
              case IS_MEAN -> "IS";
              case IS_STD -> "IS, deviation";
              case KID -> prefix.isEmpty() ? "KID" : "KD";
              case KID_STD -> prefix.isEmpty() ? "KID, deviation" : "KD, deviation";
              case PRECISION, RECALL, DENSITY, COVERAGE -> metric.name().toLowerCase(Locale.ROOT);
            };
    return prefix.isEmpty() ? name : prefix + "-" + name;
  }
}
