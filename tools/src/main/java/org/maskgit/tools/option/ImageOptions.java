package org.maskgit.tools.option;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.image.Image;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.PillowResize;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.transformer.TransformerConfig;

/** Pictures to read and the size to bring them to: {@code --image} and {@code --size}. */
public final class ImageOptions {
  private static final Option IMAGE =
      StandardOptions.many(
          "image", "FILE", "a picture of any size, or several; resized with Pillow's bicubic");
  private static final Option SIZE =
      StandardOptions.valued(
          "size", "S", "side in pixels to resize to (default: the model's, else 256)");
  private static final int DEFAULT_SIZE = 256;

  private final ImmutableList<Path> files;
  private final Optional<Integer> size;

  private ImageOptions(ImmutableList<Path> files, Optional<Integer> size) {
    this.files = files;
    this.size = size;
  }

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options().addOption(IMAGE).addOption(SIZE);
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return the options
   * @throws UsageException if no picture is named
   */
  public static ImageOptions of(Arguments arguments) {
    arguments.required(IMAGE);
    return new ImageOptions(arguments.paths(IMAGE), arguments.integer(SIZE, 1));
  }

  /**
   * Returns the pictures' files.
   *
   * @return one or more
   */
  public ImmutableList<Path> files() {
    return files;
  }

  /**
   * Decides which size to bring the pictures to.
   *
   * @param model says where the transformer is, whose size the pictures take without {@code --size}
   * @param tokenizer whose factor must divide the size
   * @return the side in pixels
   * @throws UsageException if the tokenizer can't take that size
   */
  public int side(ModelOptions model, TokenizerConfig tokenizer) {
    int side =
        size.or(() -> model.transformerOfModel().map(file -> side(file, tokenizer)))
            .orElse(DEFAULT_SIZE);
    if (side % tokenizer.factor() != 0) {
      throw new UsageException(
          "--size: expected a multiple of %d for this tokenizer, found %d."
              .formatted(tokenizer.factor(), side));
    }
    return side;
  }

  private static int side(Path transformer, TokenizerConfig tokenizer) {
    return TransformerConfig.of(Checkpoint.open(transformer, ModelKind.TRANSFORMER)).grid()
        * tokenizer.factor();
  }

  /**
   * Reads a picture and brings it to a size as the official code does: both sides at once, without
   * cropping, with Pillow's bicubic filter.
   *
   * @param file the picture
   * @param side the side in pixels
   * @return the picture, {@code side} × {@code side}
   * @throws DataException if it is no picture
   */
  public static Image read(Path file, int side) {
    RgbImage picture = ImageFiles.read(file);
    return Image.of(PillowResize.bicubic(picture, side, side));
  }
}
