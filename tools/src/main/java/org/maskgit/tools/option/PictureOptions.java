package org.maskgit.tools.option;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.image.ImageGrid;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.picture.PngFile;
import org.maskgit.tools.recipe.RecipeText;

/** Where pictures go: {@code --output} and {@code --grid}. */
public final class PictureOptions {
  private static final Option OUTPUT =
      StandardOptions.valued(
          "output", "FILE.png|DIR", "where to write the picture, or the pictures (default: here)");
  private static final Option GRID =
      StandardOptions.flag("grid", "write all pictures in one, row by row");
  private static final int GRID_MARGIN = 2;
  private static final String EXTENSION = ".png";

  private final Optional<Path> output;
  private final boolean grid;

  private PictureOptions(Optional<Path> output, boolean grid) {
    this.output = output;
    this.grid = grid;
  }

  /**
   * A picture to write.
   *
   * @param name its file name without extension, used where {@code --output} names a folder
   * @param image the picture
   * @param text what it carries, by keyword
   */
  public record Picture(String name, RgbImage image, ImmutableMap<String, String> text) {
    /**
     * Writes the picture, whole or not at all.
     *
     * @param file the file to appear
     * @throws DataException if the file can't be written
     */
    public void write(Path file) {
      PngFile.write(file, image, text);
    }
  }

  /**
   * Looks whether one picture can be written, before it is made.
   *
   * @param file the file to appear
   * @throws UsageException if it is named as no PNG file
   * @throws DataException if its folder is missing or read-only
   */
  public static void requireFile(Path file) {
    if (!isFile(file)) {
      throw new UsageException(
          "--output: expected FILE.png, found %s; pictures are written as PNG.".formatted(file));
    }
    OutputFolder.requireFor(file);
  }

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options().addOption(OUTPUT).addOption(GRID);
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return the options
   */
  public static PictureOptions of(Arguments arguments) {
    return new PictureOptions(arguments.path(OUTPUT), arguments.has(GRID));
  }

  /**
   * Returns whether one of the options is given.
   *
   * @return true if pictures were asked for by name
   */
  public boolean given() {
    return output.isPresent() || grid;
  }

  /**
   * Looks whether the pictures can be written, before they are made.
   *
   * @param pictures how many there will be
   * @throws UsageException if one file is named for several pictures, or no PNG file
   * @throws DataException if the folder is missing or read-only
   */
  public void check(int pictures) {
    Path path = output.orElse(Path.of(""));
    if (!isFile(path)) {
      requireFolder(path);
    } else {
      if (pictures > 1 && !grid) {
        throw new UsageException(
            "--output: %s is one file for %d pictures; name a folder or add --grid."
                .formatted(path, pictures));
      }
      OutputFolder.requireFor(path);
    }
  }

  private static void requireFolder(Path path) {
    if (!Files.exists(path) && path.getFileName().toString().matches(".*\\.[A-Za-z]{3,4}")) {
      throw new UsageException(
          "--output: expected FILE.png or a folder, found %s; pictures are written as PNG."
              .formatted(path));
    }
    OutputFolder.require(path.toAbsolutePath());
  }

  private static boolean isFile(Path path) {
    return Ascii.toLowerCase(path.toString()).endsWith(EXTENSION) && !Files.isDirectory(path);
  }

  /**
   * Writes pictures, each whole or not at all.
   *
   * @param pictures one or more, with different names
   * @return the files
   * @throws DataException if a file can't be written
   */
  public ImmutableList<Path> write(List<Picture> pictures) {
    ImmutableList.Builder<Path> files = ImmutableList.builder();
    for (Picture picture : grid ? List.of(asGrid(pictures)) : pictures) {
      Path path = output.orElse(Path.of(""));
      Path file = isFile(path) ? path : path.resolve(picture.name() + EXTENSION);
      picture.write(file);
      files.add(file);
    }
    return files.build();
  }

  private static Picture asGrid(List<Picture> pictures) {
    return new Picture(
        pictures.get(0).name() + "-grid",
        ImageGrid.of(pictures.stream().map(Picture::image).toList(), GRID_MARGIN),
        RecipeText.ofGrid(pictures.stream().map(Picture::text).toList()));
  }
}
