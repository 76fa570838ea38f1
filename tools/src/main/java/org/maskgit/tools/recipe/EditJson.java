package org.maskgit.tools.recipe;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import org.maskgit.tools.recipe.Recipe.Edit;

/**
 * The part of a recipe that says what was edited: options under their names with underscores, a
 * list of whole numbers such as a box as an array.
 */
final class EditJson {
  private static final String HASH = "sha256";

  private EditJson() {}

  static JsonObject toJson(Edit edit) {
    JsonObject json = new JsonObject();
    edit.settings()
        .forEach((name, value) -> json.add(name.replace('-', '_'), element(name, value)));
    return json;
  }

  private static JsonElement element(String name, String value) {
    if (value.matches("\\d{1,9}(,\\d{1,9})+")) {
      JsonArray numbers = new JsonArray();
      Splitter.on(',').split(value).forEach(number -> numbers.add(Integer.valueOf(number)));
      return numbers;
    }
    // A hash of digits alone is no number.
    return name.endsWith(HASH) ? new JsonPrimitive(value) : SamplingJson.numberOrText(value);
  }

  static Edit fromJson(JsonObject json) {
    ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
    json.asMap().forEach((name, value) -> settings.put(name.replace('_', '-'), text(value)));
    return new Edit(settings.buildOrThrow());
  }

  private static String text(JsonElement value) {
    return value instanceof JsonArray numbers
        ? Joiner.on(',').join(numbers.asList().stream().map(JsonElement::getAsString).toList())
        : value.getAsString();
  }
}
