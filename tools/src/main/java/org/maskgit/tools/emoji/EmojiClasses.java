package org.maskgit.tools.emoji;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.io.Resources;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.maskgit.io.DataException;

/**
 * Which emoji belong to which class: {@code classes.json} names for each class the subcategories it
 * is made from, the short names that don't fit, and the skin tones that are taken besides the
 * yellow one (three of five where all would drown the rest).
 */
final class EmojiClasses {
  private EmojiClasses() {}

  /**
   * An emoji.
   *
   * @param name its file's name
   * @param images its picture, and those of its skin tones
   */
  record Emoji(String name, ImmutableList<Path> images) {}

  /** The emoji of each class in an unpacked emoji-datasource-google. */
  static ImmutableMap<String, ImmutableList<Emoji>> of(Path unpacked) throws IOException {
    Path index = unpacked.resolve("emoji.json");
    if (!Files.exists(index)) {
      throw new DataException(
          "%s: expected an unpacked emoji-datasource-google with its emoji.json, found none; run npm pack and tar xzf first."
              .formatted(unpacked));
    }
    JsonObject classes =
        JsonParser.parseString(
                Resources.toString(
                    Resources.getResource(EmojiClasses.class, "classes.json"),
                    StandardCharsets.UTF_8))
            .getAsJsonObject();
    try {
      JsonArray emoji = JsonParser.parseString(Files.readString(index)).getAsJsonArray();
      ImmutableMap.Builder<String, ImmutableList<Emoji>> selected = ImmutableMap.builder();
      for (String name : classes.keySet()) {
        Selection selection = Selection.of(classes.getAsJsonObject(name));
        selected.put(name, selection.emoji(emoji, unpacked.resolve("img/google/64")));
      }
      return selected.buildOrThrow();
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException e) {
      throw new DataException(
          "%s: expected the index of emoji-datasource-google 16.0.0, found something else; fetch that version."
              .formatted(index),
          e);
    }
  }

  /** What makes a class. */
  private record Selection(
      ImmutableSet<String> from, ImmutableSet<String> without, ImmutableSet<String> tones) {

    static Selection of(JsonObject tree) {
      return new Selection(texts(tree, "from"), texts(tree, "without"), texts(tree, "tones"));
    }

    private static ImmutableSet<String> texts(JsonObject tree, String key) {
      return tree.has(key)
          ? tree.getAsJsonArray(key).asList().stream()
              .map(JsonElement::getAsString)
              .collect(ImmutableSet.toImmutableSet())
          : ImmutableSet.of();
    }

    ImmutableList<Emoji> emoji(JsonArray index, Path folder) {
      ImmutableList.Builder<Emoji> emoji = ImmutableList.builder();
      for (JsonElement element : index) {
        JsonObject one = element.getAsJsonObject();
        boolean fits =
            from.contains(one.get("subcategory").getAsString())
                && !without.contains(one.get("short_name").getAsString());
        ImmutableList<Path> images = fits ? images(one, folder) : ImmutableList.of();
        if (!images.isEmpty()) {
          emoji.add(new Emoji(one.get("image").getAsString(), images));
        }
      }
      return emoji.build();
    }

    private ImmutableList<Path> images(JsonObject one, Path folder) {
      ImmutableList.Builder<Path> images = ImmutableList.builder();
      add(one, folder, images);
      if (one.has("skin_variations")) {
        JsonObject variations = one.getAsJsonObject("skin_variations");
        tones.stream()
            .filter(variations::has)
            .forEach(tone -> add(variations.getAsJsonObject(tone), folder, images));
      }
      return images.build();
    }

    private static void add(JsonObject one, Path folder, ImmutableList.Builder<Path> images) {
      if (one.get("has_img_google").getAsBoolean()) {
        images.add(folder.resolve(one.get("image").getAsString()));
      }
    }
  }
}
