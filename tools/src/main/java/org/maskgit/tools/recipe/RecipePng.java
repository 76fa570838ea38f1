package org.maskgit.tools.recipe;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.tools.picture.PngFile;

/** Pictures that carry their recipe. */
public final class RecipePng {
  /** The keyword of the JSON chunk. */
  public static final String KEYWORD = "maskgit";

  /** The keyword under which image generators leave their settings for people to read. */
  public static final String PARAMETERS = "parameters";

  private RecipePng() {}

  /**
   * Writes a picture with its recipe, whole or not at all.
   *
   * @param file the file to appear
   * @param image the picture
   * @param recipes its recipe; for a grid those of all its cells, row by row
   * @throws DataException if the file can't be written
   */
  public static void write(Path file, RgbImage image, List<Recipe> recipes) {
    JsonElement json;
    if (recipes.size() == 1) {
      json = RecipeJson.toJson(recipes.get(0));
    } else {
      JsonArray all = new JsonArray();
      recipes.forEach(recipe -> all.add(RecipeJson.toJson(recipe)));
      json = all;
    }
    PngFile.write(
        file,
        image,
        ImmutableMap.of(PARAMETERS, parameters(recipes.get(0)), KEYWORD, json.toString()));
  }

  /**
   * Writes a picture that wasn't sampled, with a note of where it came from.
   *
   * @param file the file to appear
   * @param image the picture
   * @param origin what to keep under {@link #KEYWORD}
   * @throws DataException if the file can't be written
   */
  public static void write(Path file, RgbImage image, JsonObject origin) {
    PngFile.write(file, image, ImmutableMap.of(KEYWORD, origin.toString()));
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
      recipes.add(RecipeJson.fromJson(one.getAsJsonObject(), file.toString()));
    }
    return recipes.build();
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
    String label =
        recipe.sample().labelName().isEmpty()
            ? "class " + recipe.sample().label()
            : recipe.sample().labelName();
    return String.format(
        Locale.ROOT,
        "%s\nSteps: %d, Sampler: confidence, Schedule type: %s, Choice temperature: %s, Seed: %s, "
            + "RNG: %s, Size: %dx%d, Model hash: %s, Model: %s, Version: maskgit %s",
        label,
        sampling.steps(),
        sampling.schedule(),
        sampling.choiceTemperature(),
        sampling.seed(),
        sampling.rng(),
        recipe.size().width(),
        recipe.size().height(),
        recipe.transformer().shortHash(),
        recipe.transformer().name(),
        recipe.version());
  }
}
