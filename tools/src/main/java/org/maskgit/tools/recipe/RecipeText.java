package org.maskgit.tools.recipe;

import com.google.common.base.Ascii;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.maskgit.tools.picture.PngFile;

/** What a picture says of how it was made. */
public final class RecipeText {
  /** The keyword of the JSON. */
  public static final String KEYWORD = "maskgit";

  /** The keyword under which image generators leave their settings for people to read. */
  public static final String PARAMETERS = "parameters";

  /** The tasks whose tokens are drawn; other pictures say only where they came from. */
  private static final ImmutableSet<String> SAMPLED =
      ImmutableSet.of(
          "generate",
          "sample",
          "edit",
          "inpaint",
          "outpaint",
          "panorama",
          "variations",
          "interpolate");

  /** Where a run starts is seen in the picture's tokens, and a strategy is long. */
  private static final ImmutableSet<String> NOT_FOR_PEOPLE =
      ImmutableSet.of("Start step", "Strategy");

  private RecipeText() {}

  /**
   * Writes down a recipe.
   *
   * @param recipe the recipe
   * @return the texts for a PNG file, by keyword
   */
  public static ImmutableMap<String, String> of(Recipe recipe) {
    return ImmutableMap.of(
        PARAMETERS, parameters(recipe), KEYWORD, RecipeJson.toJson(recipe).toString());
  }

  /**
   * Writes down how tokens were drawn.
   *
   * @param json gets what stands in a recipe as well
   * @param sampling how they were drawn
   */
  public static void addTo(JsonObject json, Recipe.Sampling sampling) {
    SamplingJson.addTo(json, sampling);
  }

  /**
   * Reads how tokens were drawn.
   *
   * @param json what {@link #addTo} wrote, and nothing else
   * @return how they were drawn
   * @throws IllegalStateException if something is missing
   */
  public static Recipe.Sampling sampling(JsonObject json) {
    return SamplingJson.fromJson(json);
  }

  /**
   * Writes a file down as a recipe does.
   *
   * @param file name and hash
   * @return its JSON
   */
  public static JsonObject toJson(ModelFile file) {
    return RecipeJson.file(file);
  }

  /**
   * Reads a file as written down.
   *
   * @param json what {@link #toJson} made
   * @return name and hash
   * @throws IllegalStateException if one is missing
   */
  public static ModelFile modelFile(JsonObject json) {
    return RecipeJson.file(json);
  }

  /**
   * Writes down where a picture came from that wasn't sampled.
   *
   * @param origin any JSON object
   * @return the text for a PNG file, by keyword
   */
  public static ImmutableMap<String, String> of(JsonObject origin) {
    return ImmutableMap.of(KEYWORD, origin.toString());
  }

  /**
   * Puts the texts of several pictures together for the grid of them.
   *
   * @param texts the texts of each picture, row by row, as made by this class
   * @return the texts for the grid: all JSON in an array, the rest of the first picture
   */
  public static ImmutableMap<String, String> ofGrid(List<ImmutableMap<String, String>> texts) {
    JsonArray all = new JsonArray();
    texts.forEach(text -> all.add(JsonParser.parseString(text.get(KEYWORD))));
    return ImmutableMap.<String, String>builder()
        .putAll(texts.get(0))
        .put(KEYWORD, all.toString())
        .buildKeepingLast();
  }

  /**
   * Reads the JSON that a picture carries.
   *
   * @param file a PNG file
   * @return the JSON under {@link #KEYWORD}, if there is any
   * @throws DataException if the file is missing, no PNG file, or its JSON is damaged
   */
  public static Optional<JsonElement> readJson(Path file) {
    return Optional.ofNullable(PngFile.readText(file).get(KEYWORD)).map(text -> parse(file, text));
  }

  /**
   * Reads the recipes that a picture carries.
   *
   * @param file a PNG file
   * @return one recipe, or those of all cells of a grid
   * @throws DataException if the file is missing, no PNG file, or carries no recipe
   */
  public static ImmutableList<Recipe> read(Path file) {
    JsonElement json =
        readJson(file)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s carries no recipe; only pictures written by maskgit do."
                            .formatted(file)));
    JsonArray all = new JsonArray();
    if (json.isJsonArray()) {
      all = json.getAsJsonArray();
    } else {
      all.add(json);
    }
    ImmutableList.Builder<Recipe> recipes = ImmutableList.builder();
    for (JsonElement one : all) {
      if (!one.isJsonObject()) {
        throw new DataException("%s carries a damaged recipe.".formatted(file));
      }
      requireSampled(file, one.getAsJsonObject());
      recipes.add(RecipeJson.fromJson(one.getAsJsonObject(), file.toString()));
    }
    return recipes.build();
  }

  private static void requireSampled(Path file, JsonObject json) {
    JsonElement task = json.get("task");
    if (task != null && task.isJsonPrimitive() && !SAMPLED.contains(task.getAsString())) {
      throw new DataException(
          "%s was made by 'maskgit %s', which draws nothing: there is nothing to replay."
              .formatted(file, task.getAsString()));
    }
  }

  private static JsonElement parse(Path file, String text) {
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      throw new DataException(
          "%s carries a damaged recipe (%s).".formatted(file, e.getMessage()), e);
    }
  }

  /** The settings in the words and the order that other tools parse: a prompt, then key: value. */
  static String parameters(Recipe recipe) {
    Recipe.Sampling sampling = recipe.sampling();
    Map<String, String> pairs = new LinkedHashMap<>();
    Optional.ofNullable(sampling.settings().get("steps")).ifPresent(t -> pairs.put("Steps", t));
    pairs.put("Sampler", sampling.sampler());
    sampling.settings().forEach((name, value) -> pairs.putIfAbsent(title(name), value));
    pairs.keySet().removeAll(NOT_FOR_PEOPLE);
    pairs.put("Seed", sampling.seed());
    pairs.put("RNG", sampling.rng());
    if (!sampling.noise().equals(SamplingJson.BATCH)) {
      pairs.put("Noise", sampling.noise());
    }
    if (!recipe.compute().precision().equals(Recipe.Compute.FLOAT32.precision())) {
      pairs.put("Precision", recipe.compute().precision());
    }
    pairs.put("Size", recipe.size().width() + "x" + recipe.size().height());
    pairs.put("Model hash", recipe.transformer().shortHash());
    pairs.put("Model", recipe.transformer().name());
    pairs.put("Version", "maskgit " + recipe.version());
    String label =
        recipe.sample().labelName().isEmpty()
            ? "class " + recipe.sample().label()
            : recipe.sample().labelName();
    return label + "\n" + Joiner.on(", ").withKeyValueSeparator(": ").join(pairs);
  }

  /** {@code choice-temperature} as a title; other tools call a schedule a schedule type. */
  private static String title(String name) {
    return name.equals("schedule")
        ? "Schedule type"
        : Ascii.toUpperCase(name.charAt(0)) + name.substring(1).replace('-', ' ');
  }
}
