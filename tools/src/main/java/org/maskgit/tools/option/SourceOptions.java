package org.maskgit.tools.option;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Iterables;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.Editor;
import org.maskgit.MaskGit;
import org.maskgit.TokenPicture;
import org.maskgit.editing.Fit;
import org.maskgit.editing.Placement;
import org.maskgit.image.Image;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.recipe.ModelFile;

/**
 * What to edit: {@code --image} and {@code --fit}, or {@code --input-tokens}; of two pictures
 * {@code --from} and {@code --to}.
 */
public final class SourceOptions {
  private static final Option IMAGE =
      StandardOptions.valued("image", "FILE", "a picture of any size");
  private static final Option FROM =
      StandardOptions.valued("from", "FILE", "the first picture, of any size");
  private static final Option TO =
      StandardOptions.valued("to", "FILE", "the last picture, of any size");
  private static final Option FIT =
      StandardOptions.valued(
          "fit",
          "HOW",
          "squash both sides to the model's, crop the middle square, or scale by the longest side"
              + " (default: squash)");
  private static final Option INPUT_TOKENS =
      StandardOptions.valued(
          "input-tokens", "FILE.npy", "a picture's tokens in place of --image, integers [N]");
  private static final Option PAIR_OF_TOKENS =
      StandardOptions.valued(
          "input-tokens", "FILE.npy", "the tokens of both in place of pictures, integers [2, N]");

  private final String name;
  private final Path file;
  private final Optional<RgbImage> image;
  private final int[] tokens;
  private final Fit fit;

  private SourceOptions(String name, Path file, Optional<RgbImage> image, int[] tokens, Fit fit) {
    this.name = name;
    this.file = file;
    this.image = image;
    this.tokens = tokens;
    this.fit = fit;
  }

  /**
   * A picture that is ready to be edited.
   *
   * @param picture the picture in the model's square, and its tokens
   * @param placement where in the square it lies
   * @param height of the file's picture, in pixels; of tokens, of the decoded picture
   * @param width of the same
   * @param recipe what a recipe says of it
   */
  public record Source(
      TokenPicture picture,
      Placement placement,
      int height,
      int width,
      ImmutableMap<String, String> recipe) {}

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options().addOption(IMAGE).addOption(INPUT_TOKENS).addOption(FIT);
  }

  /**
   * Declares the options for two pictures.
   *
   * @return the options
   */
  public static Options declarePair() {
    return new Options().addOption(FROM).addOption(TO).addOption(PAIR_OF_TOKENS).addOption(FIT);
  }

  /**
   * Reads the options and the picture.
   *
   * @param arguments what was typed
   * @return the options
   * @throws UsageException if not exactly one picture is named
   * @throws DataException if it can't be read
   */
  public static SourceOptions of(Arguments arguments) {
    return of(arguments, ImmutableList.of(IMAGE), "the tokens of one picture").get(0);
  }

  /**
   * Reads the options for two pictures and the pictures.
   *
   * @param arguments what was typed
   * @return the first and the last picture
   * @throws UsageException if not exactly two pictures are named
   * @throws DataException if one can't be read
   */
  public static ImmutableList<SourceOptions> ofPair(Arguments arguments) {
    return of(arguments, ImmutableList.of(FROM, TO), "the tokens of two pictures");
  }

  private static ImmutableList<SourceOptions> of(
      Arguments arguments, ImmutableList<Option> pictures, String expected) {
    Optional<Path> tokens = arguments.path(INPUT_TOKENS);
    if (tokens.isEmpty()) {
      pictures.forEach(arguments::required);
      Fit fit = arguments.parsed(FIT, Fit::parse).orElse(Fit.SQUASH);
      return pictures.stream()
          .map(option -> ofPicture(option.getLongOpt(), arguments.requiredPath(option), fit))
          .collect(ImmutableList.toImmutableList());
    }
    for (Option option : Iterables.concat(pictures, ImmutableList.of(FIT))) {
      if (arguments.has(option)) {
        throw new UsageException(
            "%s doesn't go with --input-tokens, which are of the model's size."
                .formatted(Arguments.nameOf(option)));
      }
    }
    int[][] rows = TokenFiles.read(tokens.get());
    if (rows.length != pictures.size()) {
      throw new DataException(
          "%s: expected %s, found %d.".formatted(tokens.get(), expected, rows.length));
    }
    return Arrays.stream(rows)
        .map(row -> new SourceOptions("tokens", tokens.get(), Optional.empty(), row, Fit.SQUASH))
        .collect(ImmutableList.toImmutableList());
  }

  private static SourceOptions ofPicture(String name, Path file, Fit fit) {
    return new SourceOptions(name, file, Optional.of(ImageFiles.read(file)), new int[0], fit);
  }

  /**
   * Brings the picture to a model's size.
   *
   * @param maskgit the model
   * @return the picture
   * @throws DataException if the tokens don't fit the model
   */
  public Source load(MaskGit maskgit) {
    int side = maskgit.imageSize();
    String hash = ModelFile.of(file).sha256();
    if (image.isPresent()) {
      RgbImage picture = image.get();
      Placement placement =
          fit.place(picture.height(), picture.width(), side, side / maskgit.grid());
      return new Source(
          Editor.of(maskgit).picture(Image.of(placement.square(picture))),
          placement,
          picture.height(),
          picture.width(),
          ImmutableMap.of(name + "-sha256", hash, "fit", fit.toString()));
    }
    TokenFiles.requireFit(
        file, new int[][] {tokens}, maskgit.grid() * maskgit.grid(), 0, maskgit.codebookSize());
    return new Source(
        Editor.of(maskgit).picture(tokens),
        Placement.whole(side),
        side,
        side,
        ImmutableMap.of(name + "-sha256", hash));
  }
}
