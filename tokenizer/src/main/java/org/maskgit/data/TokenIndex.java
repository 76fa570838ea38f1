package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.ConfigJson;
import org.maskgit.io.DataException;

/**
 * {@code tokens.json}: what the tokens mean, how many images each shard holds, where the writer
 * stands, and whether it has finished. Written anew after each shard, whole or not at all.
 */
record TokenIndex(
    TokenManifest manifest, ImmutableList<Integer> shards, String position, boolean finished) {
  private static final String NAME = "tokens.json";
  private static final String FORMAT = "maskgit-tokens-1";
  private static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().create();

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(NAME));
  }

  static Path shard(Path folder, int number) {
    return folder.resolve("tokens-%05d.safetensors".formatted(number));
  }

  static TokenIndex read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      return parse(ConfigJson.parse(Files.readString(file), file.toString()));
    } catch (IOException e) {
      throw new DataException(
          "%s: expected tokens with their %s, found none; write them with tokenize."
              .formatted(folder, NAME),
          e);
    } catch (IllegalStateException
        | IllegalArgumentException
        | UnsupportedOperationException
        | NullPointerException e) {
      // Gson's answers to a value of another kind or none at all.
      throw new DataException(
          "%s: expected the index of tokens of the format %s, found another; tokenize again."
              .formatted(file, FORMAT),
          e);
    }
  }

  private static TokenIndex parse(JsonObject tree) {
    if (!tree.get("format").getAsString().equals(FORMAT)) {
      throw new IllegalArgumentException("another format");
    }
    TokenManifest manifest =
        new TokenManifest(
            tree.get("tokenizerSha256").getAsString(),
            tree.get("grid").getAsInt(),
            tree.get("codebookSize").getAsInt(),
            tree.get("source").getAsString(),
            strings(tree.getAsJsonArray("classNames")));
    ImmutableList.Builder<Integer> shards = ImmutableList.builder();
    tree.getAsJsonArray("shards").forEach(images -> shards.add(images.getAsInt()));
    return new TokenIndex(
        manifest,
        shards.build(),
        tree.get("position").getAsString(),
        tree.get("finished").getAsBoolean());
  }

  private static ImmutableList<String> strings(JsonArray array) {
    return array.asList().stream()
        .map(JsonElement::getAsString)
        .collect(ImmutableList.toImmutableList());
  }

  void write(Path folder) {
    JsonObject tree = new JsonObject();
    tree.addProperty("format", FORMAT);
    tree.addProperty("tokenizerSha256", manifest.tokenizerSha256());
    tree.addProperty("grid", manifest.grid());
    tree.addProperty("codebookSize", manifest.codebookSize());
    tree.addProperty("source", manifest.source());
    tree.add("classNames", PRETTY.toJsonTree(manifest.classNames().toArray(new String[0])));
    tree.add("shards", PRETTY.toJsonTree(shards.toArray(new Integer[0])));
    tree.addProperty("position", position);
    tree.addProperty("finished", finished);
    byte[] text = (PRETTY.toJson(tree) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve(NAME), out -> out.write(text));
  }
}
