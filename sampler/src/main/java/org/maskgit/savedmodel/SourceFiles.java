package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The files that an export was made of, and what lies beside them.
 *
 * @param transformer the transformer's file
 * @param tokenizer the tokenizer's file
 */
record SourceFiles(Path transformer, Path tokenizer) {
  private static final ImmutableList<String> CARDS =
      ImmutableList.of("MODEL_CARD.md", "model_card.md", "README.md");

  /** Writes what says where the export comes from: hashes, and the model card if there is one. */
  void writeTo(Path folder) throws IOException {
    JsonObject json = new JsonObject();
    json.add("transformer", describe(transformer));
    json.add("tokenizer", describe(tokenizer));
    Files.writeString(
        folder.resolve("sources.json"),
        new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
    for (String card : CARDS) {
      Path file = transformer.resolveSibling(card);
      if (Files.isRegularFile(file)) {
        Files.copy(file, folder.resolve("MODEL_CARD.md"));
        return;
      }
    }
  }

  /**
   * A file's name, without the folder, which is nobody's business, and the SHA-256 of its bytes.
   */
  private static JsonObject describe(Path source) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("name", source.getFileName().toString());
    if (Files.isRegularFile(source)) {
      json.addProperty("sha256", sha256(source));
      return json;
    }
    JsonObject files = new JsonObject(); // a model of several files
    try (Stream<Path> all = Files.walk(source)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.addProperty(source.relativize(file).toString(), sha256(file));
      }
    }
    json.add("sha256", files);
    return json;
  }

  private static String sha256(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
  }
}
