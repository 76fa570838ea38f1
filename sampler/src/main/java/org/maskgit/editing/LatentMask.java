package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.BitSet;
import java.util.Objects;
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
