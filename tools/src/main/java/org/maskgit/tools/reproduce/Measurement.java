package org.maskgit.tools.reproduce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/**
 * A row that was measured.
 *
 * @param row the row
 * @param commands what was run, as it would be typed
 * @param measured all numbers that came out, by the keys of {@code --json}
 */
record Measurement(
    Experiment.Row row, ImmutableList<String> commands, ImmutableMap<String, Double> measured) {

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("name", row.name());
    JsonArray lines = new JsonArray();
    commands.forEach(lines::add);
    json.add("commands", lines);
    json.addProperty("source", row.source());
    JsonObject published = new JsonObject();
    row.published().forEach(published::addProperty);
    json.add("published", published);
    JsonObject numbers = new JsonObject();
    measured.forEach(numbers::addProperty);
    json.add("measured", numbers);
    JsonObject differences = new JsonObject();
    row.published()
        .forEach(
            (key, value) -> {
              if (measured.containsKey(key)) {
                differences.addProperty(key, measured.get(key) - value);
              }
            });
    json.add("difference", differences);
    return json;
  }
}
