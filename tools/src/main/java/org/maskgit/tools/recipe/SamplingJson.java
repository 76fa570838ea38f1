package org.maskgit.tools.recipe;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import org.maskgit.tools.recipe.Recipe.Sampling;

/**
 * The part of a recipe that says how tokens were drawn. Settings stand beside the rest of the
 * recipe, under the names of their options with underscores. Recipes of the first version name no
 * sampler and no noise: they are of {@code confidence} with the noise of the batch.
 */
final class SamplingJson {
  /** The noise of the batch. */
  static final String BATCH = "batch";

  private static final String CONFIDENCE = "confidence";
  private static final ImmutableList<String> OF_CONFIDENCE =
      ImmutableList.of("steps", "start_step", "schedule", "choice_temperature");
  private static final ImmutableSet<String> NO_SETTINGS =
      ImmutableSet.of("seed", "rng", "noise", "sampler");

  private SamplingJson() {}

  static void addTo(JsonObject json, Sampling sampling) {
    json.addProperty("seed", sampling.seed());
    json.addProperty("rng", sampling.rng());
    json.addProperty("noise", sampling.noise());
    json.addProperty("sampler", sampling.sampler());
    sampling
        .settings()
        .forEach((name, value) -> json.add(name.replace('-', '_'), numberOrText(value)));
  }

  /** A number as it was typed, or text. */
  static JsonPrimitive numberOrText(String value) {
    return value.matches("-?\\d+(\\.\\d+)?(E-?\\d+)?")
        ? new JsonPrimitive(new BigDecimal(value))
        : new JsonPrimitive(value);
  }

  static Sampling fromJson(JsonObject json) {
    String sampler = json.has("sampler") ? json.get("sampler").getAsString() : CONFIDENCE;
    if (sampler.equals(CONFIDENCE)) {
      OF_CONFIDENCE.forEach(name -> RecipeJson.need(json, name));
    }
    ImmutableMap.Builder<String, String> settings = ImmutableMap.builder();
    for (String key : Sets.difference(json.keySet(), RecipeJson.OTHER_KEYS)) {
      if (!NO_SETTINGS.contains(key)) {
        JsonElement value = RecipeJson.need(json, key);
        settings.put(key.replace('_', '-'), value.getAsString());
      }
    }
    return new Sampling(
        RecipeJson.need(json, "seed").getAsString(),
        RecipeJson.need(json, "rng").getAsString(),
        json.has("noise") ? json.get("noise").getAsString() : BATCH,
        sampler,
        settings.buildOrThrow());
  }
}
