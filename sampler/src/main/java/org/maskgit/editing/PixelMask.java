package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.BitSet;
import java.util.Objects;
import org.maskgit.image.RgbImage;

/** Which pixels of a picture are to be made anew: a mask of any shape and size. */
public final class PixelMask {
  /** Gray levels from here on are masked, unless another one is named. */
  public static final int THRESHOLD = 128;

  private final int height;
  private final int width;
  private final BitSet masked;

  private PixelMask(int height, int width, BitSet masked) {
    this.height = height;
    this.width = width;
    this.masked = masked;
  }

  /**
   * Reads a picture as a mask: white is masked, black is kept. A colour's gray level is Pillow's
   * {@code L}, {@code (19595 R + 38470 G + 7471 B + 32768) / 65536}.
   *
   * @param picture the mask as a picture
   * @param threshold the lowest gray level that is masked, 1 to 255
   * @return the mask, of the picture's size
   * @throws IllegalArgumentException if the threshold is out of range
   */
  public static PixelMask of(RgbImage picture, int threshold) {
    checkArgument(
        threshold >= 1 && threshold <= 255, "expected a level from 1 to 255, found %s", threshold);
    BitSet masked = new BitSet();
    byte[] rgb = picture.rgb();
    for (int i = 0; i < rgb.length / RgbImage.CHANNELS; i++) {
      int red = rgb[RgbImage.CHANNELS * i] & 0xff;
      int green = rgb[RgbImage.CHANNELS * i + 1] & 0xff;
      int blue = rgb[RgbImage.CHANNELS * i + 2] & 0xff;
      masked.set(i, (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16 >= threshold);
    }
    return new PixelMask(picture.height(), picture.width(), masked);
  }

  /**
   * Returns the number of rows.
   *
   * @return pixels
   */
  public int height() {
    return height;
  }

  /**
   * Returns the number of columns.
   *
   * @return pixels
   */
  public int width() {
    return width;
  }

  /**
   * Tells whether a pixel is masked.
   *
   * @param y the row
   * @param x the column
   * @return whether it is made anew
   * @throws IndexOutOfBoundsException if there is no such pixel
   */
  public boolean isMasked(int y, int x) {
    return masked.get(Objects.checkIndex(y, height) * width + Objects.checkIndex(x, width));
  }

  /**
   * Masks every token of whose pixels at least a share is masked, and at least one.
   *
   * @param grid tokens on each side, a divisor of both of the mask's sides
   * @param coverage the share, 0 to 1; with 0 a single pixel masks its token
   * @return the masked tokens
   * @throws IllegalArgumentException if the share is out of range, or the grid is no divisor
   */
  public LatentMask tokens(int grid, double coverage) {
    checkArgument(
        coverage >= 0 && coverage <= 1, "expected a coverage from 0 to 1, found %s", coverage);
    checkArgument(
        grid > 0 && height % grid == 0 && width % grid == 0,
        "expected a token grid that divides the mask's %s × %s pixels, found %s",
        height,
        width,
        grid);
    int rows = height / grid;
    int columns = width / grid;
    double enough = Math.max(1, coverage * rows * columns);
    return LatentMask.of(
        grid, token -> count(token / grid * rows, token % grid * columns, rows, columns) >= enough);
  }

  private int count(int top, int left, int rows, int columns) {
    int count = 0;
    for (int y = top; y < top + rows; y++) {
      int from = y * width + left;
      count += masked.get(from, from + columns).cardinality();
    }
    return count;
  }

  /**
   * Cuts out a part, resizes it and lays it into the upper left corner of a square. A pixel of the
   * resized mask is masked if any pixel that it covers is, so nothing that was masked gets lost.
   */
  PixelMask placed(Placement placement) {
    Box from = placement.source();
    BitSet placed = new BitSet();
    int side = placement.side();
    for (int y = 0; y < placement.height(); y++) {
      int top = from.top() + first(y, from.height(), placement.height());
      int bottom = from.top() + end(y, from.height(), placement.height());
      for (int x = 0; x < placement.width(); x++) {
        int left = from.left() + first(x, from.width(), placement.width());
        int right = from.left() + end(x, from.width(), placement.width());
        placed.set(y * side + x, count(top, left, bottom - top, right - left) > 0);
      }
    }
    return new PixelMask(side, side, placed);
  }

  /** The first input pixel that an output pixel covers. */
  private static int first(int at, int in, int out) {
    return (int) ((long) at * in / out);
  }

  /** The input pixel behind the last that an output pixel covers. */
  private static int end(int at, int in, int out) {
    return (int) (((at + 1L) * in + out - 1) / out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PixelMask that
        && height == that.height
        && width == that.width
        && masked.equals(that.masked);
  }

  @Override
  public int hashCode() {
    return Objects.hash(height, width, masked);
  }

  @Override
  public String toString() {
    return "PixelMask[%d of %d × %d]".formatted(masked.cardinality(), height, width);
  }
}
