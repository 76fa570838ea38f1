package org.maskgit.tools.option;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Range;
import java.nio.file.Path;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.MaskGit;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.PixelMask;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Numbers;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.SourceOptions.Source;
import org.maskgit.tools.recipe.ModelFile;

/**
 * Which pixels to make anew.
 *
 * @param file {@code --mask}
 * @param picture what the file holds
 * @param threshold {@code --mask-threshold}, a gray level
 * @param coverage {@code --mask-coverage}, in percent of a token's pixels
 * @param dilation {@code --mask-dilate}, in tokens
 */
public record MaskOptions(
    Path file, RgbImage picture, int threshold, double coverage, int dilation) {
  private static final Option MASK =
      StandardOptions.valued(
          "mask", "FILE", "a picture of the same size: what is white is made anew");
  private static final Option THRESHOLD =
      StandardOptions.valued(
          "mask-threshold", "LEVEL", "gray levels from here on are white, 1 to 255 (default: 128)");
  private static final Option COVERAGE =
      StandardOptions.valued(
          "mask-coverage",
          "PERCENT",
          "make a token anew if so many of its pixels are white, 0 to 100 (default: 0, any)");
  private static final Option DILATE =
      StandardOptions.valued(
          "mask-dilate", "N", "make N more tokens anew to all sides (default: 0)");
  private static final int PERCENT = 100;

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options().addOption(MASK).addOption(THRESHOLD).addOption(COVERAGE).addOption(DILATE);
  }

  /**
   * Reads the options and the mask.
   *
   * @param arguments what was typed
   * @return the options
   * @throws UsageException if no mask is named, or a number is out of range
   * @throws DataException if the mask can't be read
   */
  public static MaskOptions of(Arguments arguments) {
    Path file = arguments.requiredPath(MASK);
    return new MaskOptions(
        file,
        ImageFiles.read(file),
        arguments
            .parsed(
                THRESHOLD,
                Numbers.within(Integer::parseInt, Range.closed(1, 255), "a level from 1 to 255"))
            .orElse(PixelMask.THRESHOLD),
        arguments
            .parsed(
                COVERAGE,
                Numbers.within(
                    Double::parseDouble, Range.closed(0.0, 100.0), "a number from 0 to 100"))
            .orElse(0.0),
        arguments.integer(DILATE, 0).orElse(0));
  }

  /**
   * Places the mask as its picture was, and picks the tokens.
   *
   * @param source the picture
   * @param maskgit the model
   * @return the tokens to make anew: some, not all
   * @throws DataException if the mask has another size than the picture
   * @throws UsageException if it marks nothing or everything
   */
  public LatentMask tokens(Source source, MaskGit maskgit) {
    if (picture.height() != source.height() || picture.width() != source.width()) {
      throw new DataException(
          "%s: expected a mask of the picture's %d × %d pixels, found %d × %d; scale it."
              .formatted(file, source.width(), source.height(), picture.width(), picture.height()));
    }
    LatentMask mask =
        source
            .placement()
            .square(PixelMask.of(picture, threshold))
            .tokens(maskgit.grid(), coverage / PERCENT)
            .dilated(dilation);
    try {
      mask.requirePart();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--mask: %s; white is made anew, black is kept, and generate makes whole pictures."
              .formatted(e.getMessage()),
          e);
    }
    return mask;
  }

  /**
   * Returns what a recipe says of the mask.
   *
   * @return the options, with the file's hash in place of its name
   */
  public ImmutableMap<String, String> recipe() {
    return ImmutableMap.of(
        "mask-sha256", ModelFile.of(file).sha256(),
        "mask-threshold", String.valueOf(threshold),
        "mask-coverage", String.valueOf(coverage),
        "mask-dilate", String.valueOf(dilation));
  }
}
