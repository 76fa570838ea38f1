package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.BitSet;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.maskgit.image.GrayImage;

/** Which tokens of a square grid are generated anew. */
public final class LatentMask {
  private final int grid;
  private final BitSet masked;

  private LatentMask(int grid, BitSet masked) {
    this.grid = grid;
    this.masked = masked;
  }

  /**
   * Masks the tokens of a box, with a margin: with factor = image size / grid, the rows from {@code
   * top / factor - 1} up to, not including, {@code height / factor + top / factor + 1}, all in
   * whole numbers and cut at the grid's edges; columns alike. The margin is the official one: a
   * token whole above and on the left, and below and on the right so much that a box which begins
   * inside a token may lose its last row or column.
   *
   * @param box the box in pixels
   * @param imageSize pixels on each side of the picture
   * @param grid tokens on each side, a divisor of the image size
   * @return the mask
   * @throws IllegalArgumentException if the box is empty or not inside the picture, or the grid
   *     does not divide the image size
   */
  public static LatentMask of(Box box, int imageSize, int grid) {
    box.requireInside(imageSize, imageSize);
    return asPublished(box, imageSize, grid);
  }

  /**
   * Masks the tokens that a condition picks.
   *
   * @param grid tokens on each side, at least 1
   * @param isMasked tells of a position, row by row, whether it is masked
   * @return the mask
   * @throws IllegalArgumentException if the grid is below 1
   */
  public static LatentMask of(int grid, IntPredicate isMasked) {
    checkArgument(grid > 0, "expected a token grid of at least 1, found %s", grid);
    BitSet masked = new BitSet(grid * grid);
    IntStream.range(0, grid * grid).filter(isMasked).forEach(masked::set);
    return new LatentMask(grid, masked);
  }

  /** The official formula, which gives an empty box a mask as well. */
  static LatentMask asPublished(Box box, int imageSize, int grid) {
    checkArgument(
        grid > 0 && imageSize % grid == 0,
        "expected a token grid that divides the image size %s, found %s",
        imageSize,
        grid);
    int factor = imageSize / grid;
    int top = Math.max(0, box.top() / factor - 1);
    int bottom = Math.min(grid, box.height() / factor + box.top() / factor + 1);
    int left = Math.max(0, box.left() / factor - 1);
    int right = Math.min(grid, box.width() / factor + box.left() / factor + 1);
    BitSet masked = new BitSet(grid * grid);
    for (int row = top; row < bottom; row++) {
      masked.set(row * grid + left, row * grid + right);
    }
    return new LatentMask(grid, masked);
  }

  /**
   * Grows the mask to all sides, corners included.
   *
   * @param tokens how far, 0 or more
   * @return the mask of all tokens that have a masked one at most so many rows and columns away
   * @throws IllegalArgumentException if the distance is negative
   */
  public LatentMask dilated(int tokens) {
    checkArgument(tokens >= 0, "expected a dilation of 0 or more tokens, found %s", tokens);
    BitSet grown = new BitSet(grid * grid);
    masked.stream()
        .forEach(
            i -> {
              int left = Math.max(0, i % grid - tokens);
              int right = Math.min(grid - 1, i % grid + tokens);
              int bottom = Math.min(grid - 1, i / grid + tokens);
              for (int row = Math.max(0, i / grid - tokens); row <= bottom; row++) {
                grown.set(row * grid + left, row * grid + right + 1);
              }
            });
    return new LatentMask(grid, grown);
  }

  /**
   * Insists that there is something to keep and something to make.
   *
   * @throws IllegalArgumentException if nothing is masked, or everything
   */
  public void requirePart() {
    checkArgument(
        !masked.isEmpty(),
        "expected a mask that marks something of the picture, found no token marked");
    checkArgument(
        count() < grid * grid,
        "expected a mask that leaves something of the picture, found all %s tokens marked",
        grid * grid);
  }

  /**
   * Returns the grid's side.
   *
   * @return tokens on each side
   */
  public int grid() {
    return grid;
  }

  /**
   * Tells whether a token is generated anew.
   *
   * @param position the token's place in the grid, row by row, without the class position
   * @return whether it is masked
   * @throws IndexOutOfBoundsException if the position is outside the grid
   */
  public boolean isMasked(int position) {
    return masked.get(Objects.checkIndex(position, grid * grid));
  }

  /**
   * Tells whether a pixel belongs to a token that is generated anew.
   *
   * @param pixel the pixel's place in the square picture, row by row
   * @param side pixels on each side, a multiple of the grid
   * @return whether its token is masked
   * @throws IndexOutOfBoundsException if the pixel is outside the picture
   */
  public boolean isMaskedPixel(int pixel, int side) {
    int factor = side / grid;
    return isMasked(pixel / side / factor * grid + pixel % side / factor);
  }

  /**
   * Counts the masked tokens.
   *
   * @return at most grid × grid
   */
  public int count() {
    return masked.cardinality();
  }

  /**
   * Draws the mask, one pixel a token.
   *
   * @return a picture of grid × grid, 255 where masked, 0 elsewhere
   */
  public GrayImage toGray() {
    byte[] gray = new byte[grid * grid];
    masked.stream().forEach(i -> gray[i] = (byte) 255);
    return new GrayImage(grid, grid, gray);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LatentMask that && grid == that.grid && masked.equals(that.masked);
  }

  @Override
  public int hashCode() {
    return Objects.hash(grid, masked);
  }

  @Override
  public String toString() {
    return "LatentMask[%d of %d × %d]".formatted(count(), grid, grid);
  }
}
