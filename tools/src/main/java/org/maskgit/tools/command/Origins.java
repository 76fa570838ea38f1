package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.maskgit.tools.cli.Version;
import org.maskgit.tools.recipe.ModelFile;
import org.maskgit.tools.recipe.RecipeText;

/** What a picture carries that came from the tokenizer alone. */
final class Origins {
  private Origins() {}

  static ImmutableMap<String, String> text(
      String task, ModelFile tokenizer, int[] tokens, JsonObject more) {
    JsonObject weights = new JsonObject();
    weights.addProperty("file", tokenizer.name());
    weights.addProperty("sha256", tokenizer.sha256());
    JsonArray codes = new JsonArray(tokens.length);
    for (int token : tokens) {
      codes.add(token);
    }
    JsonObject json = new JsonObject();
    json.addProperty("version", Version.text());
    json.addProperty("task", task);
    json.add("tokenizer", weights);
    more.asMap().forEach(json::add);
    json.add("tokens", codes);
    return RecipeText.of(json);
  }
}
