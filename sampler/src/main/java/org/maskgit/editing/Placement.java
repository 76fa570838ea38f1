package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.image.PillowResize;
import org.maskgit.image.RgbImage;

/**
 * Which part of a picture is scaled to which part of a square: its upper left corner.
 *
 * @param source the part of the picture, in its pixels
 * @param height rows of the square that it fills
 * @param width columns of the square that it fills
 * @param side pixels on each side of the square
 */
public record Placement(Box source, int height, int width, int side) {

  /**
   * Checks the sizes.
   *
   * @param source the part of the picture
   * @param height rows that it fills
   * @param width columns that it fills
   * @param side of the square
   * @throws IllegalArgumentException if the source is empty, or does not come to lie in the square
   */
  public Placement {
    checkArgument(
        source.height() > 0 && source.width() > 0,
        "expected a part of at least one pixel, found top,left,height,width %s",
        source);
    checkArgument(
        height > 0 && height <= side && width > 0 && width <= side,
        "expected a part of a square of %s pixels, found %s × %s",
        side,
        height,
        width);
  }

  /**
   * Places a picture that fills the square already.
   *
   * @param side pixels on each side
   * @return the placement that changes nothing
   */
  public static Placement whole(int side) {
    return new Placement(new Box(0, 0, side, side), side, side, side);
  }

  /**
   * Places a picture, scaled with Pillow's bicubic filter. What it leaves free repeats its last
   * column and row.
   *
   * @param picture the picture that this placement was made for
   * @return the square
   * @throws IllegalArgumentException if the source is not inside of the picture
   */
  public RgbImage square(RgbImage picture) {
    source.requireInside(picture.height(), picture.width());
    RgbImage scaled = PillowResize.bicubic(Crop.of(picture, source), height, width);
    if (height == side && width == side) {
      return scaled;
    }
    byte[] square = new byte[side * side * RgbImage.CHANNELS];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int from = (Math.min(y, height - 1) * width + Math.min(x, width - 1)) * RgbImage.CHANNELS;
        System.arraycopy(
            scaled.rgb(), from, square, (y * side + x) * RgbImage.CHANNELS, RgbImage.CHANNELS);
      }
    }
    return new RgbImage(side, side, square);
  }

  /**
   * Places a mask in the same way. A pixel is masked if any pixel that it covers is; what the
   * picture leaves free is not.
   *
   * @param mask of the size of the picture that this placement was made for
   * @return the mask of the square
   * @throws IllegalArgumentException if the source is not inside of the mask
   */
  public PixelMask square(PixelMask mask) {
    source.requireInside(mask.height(), mask.width());
    return mask.placed(this);
  }

  /**
   * Cuts the picture out of the square again.
   *
   * @param square a picture of the square's size
   * @return what lies where the picture was placed
   * @throws IllegalArgumentException if it is smaller than the square
   */
  public RgbImage cut(RgbImage square) {
    return Crop.of(square, new Box(0, 0, height, width));
  }
}
