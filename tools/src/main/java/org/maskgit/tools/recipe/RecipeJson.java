package org.maskgit.tools.recipe;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.maskgit.io.DataException;
import org.maskgit.tools.recipe.Recipe.Compute;
import org.maskgit.tools.recipe.Recipe.Edit;
import org.maskgit.tools.recipe.Recipe.Sample;
import org.maskgit.tools.recipe.Recipe.Size;

/** A {@link Recipe} as JSON and back. */
final class RecipeJson {
  /** Everything in a recipe but how its tokens were drawn. */
  static final ImmutableSet<String> OTHER_KEYS =
      ImmutableSet.of(
          "version",
          "task",
          "transformer",
          "tokenizer",
          "size",
          "label",
          "label_name",
          "index",
          "batch",
          "first",
          "kernels",
          "precision",
          "edit",
          "input_tokens",
          "tokens");

  private RecipeJson() {}

  static JsonObject toJson(Recipe recipe) {
    JsonObject json = new JsonObject();
    json.addProperty("version", recipe.version());
    json.addProperty("task", recipe.task());
    json.add("transformer", file(recipe.transformer()));
    json.add("tokenizer", file(recipe.tokenizer()));
    json.add("size", array(ImmutableIntArray.of(recipe.size().height(), recipe.size().width())));
    json.addProperty("label", recipe.sample().label());
    if (!recipe.sample().labelName().isEmpty()) {
      json.addProperty("label_name", recipe.sample().labelName());
    }
    json.addProperty("index", recipe.sample().index());
    json.addProperty("batch", recipe.sample().batch());
    if (recipe.sample().first() != 0) {
      json.addProperty("first", recipe.sample().first());
    }
    SamplingJson.addTo(json, recipe.sampling());
    if (!recipe.compute().equals(Compute.FLOAT32)) {
      json.addProperty("kernels", recipe.compute().kernels());
      json.addProperty("precision", recipe.compute().precision());
    }
    if (!recipe.edit().equals(Edit.NONE)) {
      json.add("edit", EditJson.toJson(recipe.edit()));
    }
    if (!recipe.inputTokens().isEmpty()) {
      json.add("input_tokens", array(recipe.inputTokens()));
    }
    json.add("tokens", array(recipe.tokens()));
    return json;
  }

  static JsonObject file(ModelFile file) {
    JsonObject json = new JsonObject();
    json.addProperty("file", file.name());
    json.addProperty("sha256", file.sha256());
    return json;
  }

  private static JsonArray array(ImmutableIntArray values) {
    JsonArray json = new JsonArray(values.length());
    values.forEach(json::add);
    return json;
  }

  /** Reads one recipe; {@code source} names the file in errors. */
  static Recipe fromJson(JsonObject json, String source) {
    try {
      return read(json);
    } catch (IllegalStateException
        | NumberFormatException
        | UnsupportedOperationException
        | ClassCastException e) {
      throw new DataException(
          "%s carries a damaged recipe (%s).".formatted(source, e.getMessage()), e);
    }
  }

  private static Recipe read(JsonObject json) {
    ImmutableIntArray size = ints(need(json, "size"));
    if (size.length() != 2) {
      throw new IllegalStateException("size has %d numbers".formatted(size.length()));
    }
    return new Recipe(
        need(json, "version").getAsString(),
        need(json, "task").getAsString(),
        file(need(json, "transformer").getAsJsonObject()),
        file(need(json, "tokenizer").getAsJsonObject()),
        new Size(size.get(0), size.get(1)),
        new Sample(
            need(json, "label").getAsInt(),
            json.has("label_name") ? json.get("label_name").getAsString() : "",
            need(json, "index").getAsInt(),
            need(json, "batch").getAsInt(),
            json.has("first") ? json.get("first").getAsInt() : 0),
        SamplingJson.fromJson(json),
        json.has("precision") ? compute(json) : Compute.FLOAT32,
        json.has("input_tokens") ? ints(json.get("input_tokens")) : ImmutableIntArray.of(),
        json.has("edit") ? EditJson.fromJson(json.getAsJsonObject("edit")) : Edit.NONE,
        ints(need(json, "tokens")));
  }

  static ModelFile file(JsonObject json) {
    return new ModelFile(need(json, "file").getAsString(), need(json, "sha256").getAsString());
  }

  private static Compute compute(JsonObject json) {
    return new Compute(need(json, "kernels").getAsString(), need(json, "precision").getAsString());
  }

  private static ImmutableIntArray ints(JsonElement element) {
    ImmutableIntArray.Builder values = ImmutableIntArray.builder();
    element.getAsJsonArray().forEach(value -> values.add(value.getAsInt()));
    return values.build();
  }

  static JsonElement need(JsonObject json, String name) {
    JsonElement element = json.get(name);
    if (element == null || element.isJsonNull()) {
      throw new IllegalStateException("it lacks " + name);
    }
    return element;
  }
}
