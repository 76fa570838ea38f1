package org.maskgit;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.ImmutableIntArray;
import org.maskgit.image.Image;

/**
 * A picture and its tokens: what can be edited. {@link Editor} makes it of either.
 *
 * @param image the picture, square
 * @param tokens its tokens, grid², row by row
 */
public record TokenPicture(Image image, ImmutableIntArray tokens) {

  /**
   * Checks the sizes.
   *
   * @param image the picture
   * @param tokens its tokens
   * @throws IllegalArgumentException if the picture is no square of whole tokens
   */
  public TokenPicture {
    int grid = (int) Math.sqrt(tokens.length());
    checkArgument(
        image.height() == image.width()
            && grid > 0
            && grid * grid == tokens.length()
            && image.height() % grid == 0,
        "expected a square picture of whole tokens, found %s of %s tokens",
        image,
        tokens.length());
  }
}
