package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.Sampler;

/**
 * A grid of tokens larger than the model's, of which a part is known, and the order in which the
 * model's window passes over it (paper section 4.3, panoramas):
 *
 * <ol>
 *   <li>The picture grows by whole tokens: as many as hold the pixels asked for. What is too much
 *       is cut off at the outer edges ({@link #crop}).
 *   <li>The first window lies over the known tokens, from their first row and column on. The next
 *       ones follow to the right, each half a window further and the last at the canvas's edge;
 *       then to the left in the same way. So every window but the first has known tokens over half
 *       of it.
 *   <li>The same again half a window further down, until the lower edge; then upwards.
 * </ol>
 *
 * @param grid tokens on each side of the model's window
 * @param factor pixels on each side of a token
 * @param rows tokens from top to bottom, at least {@code grid}
 * @param columns tokens from left to right, at least {@code grid}
 * @param known which tokens are known, in tokens
 * @param crop the part of the canvas that was asked for, in pixels
 */
public record OutpaintCanvas(int grid, int factor, int rows, int columns, Box known, Box crop) {

  /** More than any file format holds with comfort, and far from what an int overflows with. */
  private static final int MAX_SIDE = 1 << 24;

  /**
   * A place of the model's window.
   *
   * @param row its first row, in tokens
   * @param column its first column, in tokens
   */
  public record Window(int row, int column) {}

  /**
   * Checks the sizes.
   *
   * @param grid of the window
   * @param factor of a token
   * @param rows of the canvas
   * @param columns of the canvas
   * @param known tokens
   * @param crop pixels
   * @throws IllegalArgumentException if the window or a part is not inside of the canvas, or the
   *     canvas has 2³¹ samples or more
   */
  public OutpaintCanvas {
    checkArgument(
        grid > 1 && factor > 0 && rows >= grid && columns >= grid,
        "expected a canvas of at least %s × %s tokens, found %s × %s",
        grid,
        grid,
        rows,
        columns);
    checkArgument(
        (double) rows * factor * columns * factor * RgbImage.CHANNELS < Integer.MAX_VALUE - 8,
        "expected a picture of fewer than 715,000,000 pixels, found %s × %s",
        crop.width(),
        crop.height());
    known.requireInside(rows, columns);
    crop.requireInside(rows * factor, columns * factor);
  }

  /**
   * Plans the canvas of a picture that grows.
   *
   * @param placement where in the model's square the picture lies, in whole tokens
   * @param margins how far it grows
   * @param factor pixels on each side of a token
   * @return the canvas
   * @throws IllegalArgumentException if the picture does not fill whole tokens, or would have 2³¹
   *     samples or more
   */
  public static OutpaintCanvas of(Placement placement, Margins margins, int factor) {
    checkArgument(
        placement.height() % factor == 0 && placement.width() % factor == 0,
        "expected a picture of whole tokens of %s pixels, found %s",
        factor,
        placement);
    int grid = placement.side() / factor;
    Box known =
        new Box(
            tokens(margins.up(), factor),
            tokens(margins.left(), factor),
            placement.height() / factor,
            placement.width() / factor);
    Box crop =
        new Box(
            known.top() * factor - margins.up(),
            known.left() * factor - margins.left(),
            sum(margins.up(), placement.height(), margins.down()),
            sum(margins.left(), placement.width(), margins.right()));
    return new OutpaintCanvas(
        grid,
        factor,
        Math.max(grid, known.top() + known.height() + tokens(margins.down(), factor)),
        Math.max(grid, known.left() + known.width() + tokens(margins.right(), factor)),
        known,
        crop);
  }

  private static int sum(long before, long between, long after) {
    long sum = before + between + after;
    checkArgument(sum <= MAX_SIDE, "expected at most %s pixels a side, found %s", MAX_SIDE, sum);
    return (int) sum;
  }

  /** How many tokens hold so many pixels. */
  private static int tokens(int pixels, int factor) {
    return Math.toIntExact(((long) pixels + factor - 1) / factor);
  }

  /**
   * Lays a picture's tokens on the canvas.
   *
   * @param tokens [grid · grid], those of the model's square, in whose upper left corner the
   *     picture lies
   * @return [rows · columns], −1 where unknown
   * @throws IllegalArgumentException if there are more or fewer tokens
   */
  public int[] place(int[] tokens) {
    checkArgument(
        tokens.length == grid * grid, "expected %s tokens, found %s", grid * grid, tokens.length);
    int[] canvas = new int[rows * columns];
    Arrays.fill(canvas, Sampler.MASKED);
    for (int row = 0; row < known.height(); row++) {
      int to = (known.top() + row) * columns + known.left();
      System.arraycopy(tokens, row * grid, canvas, to, known.width());
    }
    return canvas;
  }

  /**
   * Returns the windows in the order in which they are filled.
   *
   * @return one or more; each but the first overlaps those before it by at least half
   */
  public ImmutableList<Window> windows() {
    ImmutableList<Integer> fromLeft = starts(known.left(), columns);
    return starts(known.top(), rows).stream()
        .flatMap(row -> fromLeft.stream().map(column -> new Window(row, column)))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<Integer> starts(int begin, int length) {
    int last = length - grid;
    int first = Math.min(begin, last);
    ImmutableList.Builder<Integer> starts = ImmutableList.builder();
    starts.add(first);
    for (int at = first; at < last; ) {
      at = Math.min(last, at + grid / 2);
      starts.add(at);
    }
    for (int at = first; at > 0; ) {
      at = Math.max(0, at - grid / 2);
      starts.add(at);
    }
    return starts.build();
  }
}
