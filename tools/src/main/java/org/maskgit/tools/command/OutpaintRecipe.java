package org.maskgit.tools.command;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.maskgit.MaskGit;
import org.maskgit.editing.Box;
import org.maskgit.editing.Margins;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.editing.Placement;
import org.maskgit.tools.recipe.Recipe;

/** What a recipe says of how far a picture grew. */
final class OutpaintRecipe {
  private OutpaintRecipe() {}

  static ImmutableMap<String, String> of(Margins margins) {
    return ImmutableMap.of(
        "left", String.valueOf(margins.left()),
        "right", String.valueOf(margins.right()),
        "up", String.valueOf(margins.up()),
        "down", String.valueOf(margins.down()));
  }

  static boolean isOutpainted(Recipe recipe) {
    return recipe.edit().settings().containsKey("left");
  }

  /**
   * The canvas of a picture that grew.
   *
   * @throws IllegalArgumentException if the recipe says something else, or fits another model
   */
  static OutpaintCanvas canvas(Recipe recipe, MaskGit maskgit) {
    Map<String, String> settings = recipe.edit().settings();
    Margins margins =
        new Margins(
            pixels(settings, "left"),
            pixels(settings, "right"),
            pixels(settings, "up"),
            pixels(settings, "down"));
    int height = recipe.size().height() - margins.up() - margins.down();
    int width = recipe.size().width() - margins.left() - margins.right();
    Placement placement =
        new Placement(new Box(0, 0, height, width), height, width, maskgit.imageSize());
    return OutpaintCanvas.of(placement, margins, maskgit.imageSize() / maskgit.grid());
  }

  private static int pixels(Map<String, String> settings, String side) {
    checkArgument(
        settings.containsKey(side), "expected how far it grew to all sides, found %s", settings);
    return Integer.parseInt(settings.get(side));
  }
}
