package org.maskgit.tools.train;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.maskgit.io.ConfigJson;
import org.maskgit.io.DataException;
import org.maskgit.training.loop.RunFolder;

/** The settings that a run was begun with, and goes on with. */
final class RunSettings {
  private RunSettings() {}

  /**
   * Stores the settings with the run. A run that has checkpoints may go on with more steps and
   * another loop; anything else would make it a different one.
   *
   * @throws DataException if the run has checkpoints of other settings; names the first
   */
  static void keep(RunFolder folder, Record settings) {
    String json = ConfigJson.write(settings);
    Optional<String> before = RunFolder.configuration(folder.root());
    if (before.isPresent() && !folder.checkpoints().list().isEmpty()) {
      String source = folder.root().resolve("run.json").toString();
      requireSame(
          comparable(before.get(), source), comparable(json, "the settings"), "", folder.root());
    }
    folder.writeConfiguration(json);
  }

  private static JsonObject comparable(String json, String source) {
    JsonObject tree = ConfigJson.parse(json, source);
    tree.remove("loop");
    if (tree.has("training")) {
      tree.getAsJsonObject("training").remove("steps");
    }
    return tree;
  }

  private static void requireSame(JsonObject before, JsonObject now, String place, Path run) {
    for (String key : now.keySet()) {
      JsonElement old = before.get(key);
      JsonElement wanted = now.get(key);
      if (wanted.isJsonObject() && old != null && old.isJsonObject()) {
        requireSame(old.getAsJsonObject(), wanted.getAsJsonObject(), place + key + ".", run);
      } else if (!wanted.equals(old)) {
        throw new DataException(
            "%s: expected the settings it was begun with, where %s is %s, found %s; leave that as it was or name another --run."
                .formatted(run, place + key, old, wanted));
      }
    }
  }

  /**
   * Opens what a setting names.
   *
   * @throws DataException if the setting is empty
   */
  static <T> T required(String key, String value, Function<Path, T> open) {
    if (value.isEmpty()) {
      throw new DataException(
          "Expected a setting \"%s\", found none; name it with --%s.".formatted(key, key));
    }
    return open.apply(Path.of(value));
  }
}
