package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;

/** Results that several commands print. */
final class Results {
  private Results() {}

  /** The files as {@code {"files": [...]}}. */
  static JsonObject files(List<Path> files) {
    JsonArray names = new JsonArray();
    files.forEach(file -> names.add(file.toString()));
    JsonObject json = new JsonObject();
    json.add("files", names);
    return json;
  }

  /** One line a file. */
  static ImmutableList<String> lines(List<Path> files) {
    return files.stream().map(Path::toString).collect(ImmutableList.toImmutableList());
  }
}
