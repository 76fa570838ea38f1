package org.maskgit.tools.command;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.tools.picture.PngFile;
import org.maskgit.tools.recipe.RecipeText;

/** {@code maskgit info FILE}. */
public final class InfoCommand implements Command {
  /** Longer arrays are shown by their length only. */
  private static final int SHOWN = 8;

  @Override
  public String name() {
    return "info";
  }

  @Override
  public String summary() {
    return "show how a picture was made";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public Operands operands() {
    return Operands.one("FILE.png");
  }

  @Override
  public String example() {
    return "info picture.png";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path file = arguments.operandPath(0);
    ImmutableMap<String, String> texts = PngFile.readText(file);
    if (!texts.containsKey(RecipeText.KEYWORD) && !texts.containsKey(RecipeText.PARAMETERS)) {
      throw new DataException(
          "%s carries no recipe; only pictures written by maskgit do.".formatted(file));
    }
    JsonObject json = new JsonObject();
    json.addProperty("file", file.toString());
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    if (texts.containsKey(RecipeText.PARAMETERS)) {
      json.addProperty(RecipeText.PARAMETERS, texts.get(RecipeText.PARAMETERS));
      lines.addAll(Splitter.on('\n').split(texts.get(RecipeText.PARAMETERS)));
    }
    RecipeText.readJson(file)
        .ifPresent(
            recipe -> {
              json.add("recipe", recipe);
              lines.addAll(describe(recipe));
            });
    context.console().results(json, lines.build());
  }

  private static List<String> describe(JsonElement recipe) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    List<JsonElement> all =
        recipe.isJsonArray() ? recipe.getAsJsonArray().asList() : List.of(recipe);
    for (JsonElement one : all) {
      lines.add("");
      if (one.isJsonObject()) {
        one.getAsJsonObject()
            .asMap()
            .forEach((name, value) -> lines.add("%-18s  %s".formatted(name, text(value))));
      }
    }
    return lines.build();
  }

  private static String text(JsonElement value) {
    if (value.isJsonPrimitive()) {
      return value.getAsString();
    }
    if (value instanceof JsonArray array && array.size() > SHOWN) {
      return array.size() + " numbers, shown with --json";
    }
    return value.toString();
  }
}
