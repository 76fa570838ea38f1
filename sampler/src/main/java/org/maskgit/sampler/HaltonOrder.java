package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;

/**
 * The cells of a square in an order that spreads them evenly: a low-discrepancy sequence (arXiv
 * 2503.17076).
 *
 * <ol>
 *   <li>Point i = 1, 2, 3, … of the Halton sequence has the radical inverses of i in base 2 and in
 *       base 3 as coordinates.
 *   <li>It lies in row ⌊N · first⌋, column ⌊N · second⌋.
 *   <li>A cell's place in the order is that of the first point that lies in it.
 * </ol>
 *
 * <p>Computed in whole numbers, until every cell has a point. (The authors' code takes 10,000
 * points, which miss cells of some squares larger than 48 a side.)
 */
final class HaltonOrder {
  private HaltonOrder() {}

  /** The order of the tokens of an image whose grid is a square. */
  static ImmutableIntArray ofTokens(int tokens) {
    int side = (int) Math.sqrt(tokens);
    Preconditions.checkArgument(
        side * side == tokens, "expected the tokens of a square grid, found %s", tokens);
    return of(side);
  }

  /** The cells row · side + column, in order. */
  static ImmutableIntArray of(int side) {
    boolean[] seen = new boolean[side * side];
    ImmutableIntArray.Builder order = ImmutableIntArray.builder(seen.length);
    int found = 0;
    for (int i = 1; found < seen.length; i++) {
      int cell = coordinate(i, 2, side) * side + coordinate(i, 3, side);
      if (!seen[cell]) {
        seen[cell] = true;
        order.add(cell);
        found++;
      }
    }
    return order.build();
  }

  /** ⌊side · the radical inverse of i⌋: the digits of i, mirrored at the point. */
  private static int coordinate(int i, int base, int side) {
    long mirrored = 0;
    long denominator = 1;
    for (int rest = i; rest > 0; rest /= base) {
      mirrored = mirrored * base + rest % base;
      denominator *= base;
    }
    return (int) (mirrored * side / denominator);
  }

  /** The same order, begun elsewhere: what is at 0 comes to {@code shift}. */
  static int[] rolled(ImmutableIntArray order, int shift) {
    int[] rolled = new int[order.length()];
    for (int i = 0; i < rolled.length; i++) {
      rolled[i] = order.get(Math.floorMod(i - shift, rolled.length));
    }
    return rolled;
  }

  /** The order of each image, begun at a random cell. */
  static int[][] randomlyRolled(ImmutableIntArray order, int batch, Noise.Stream noise) {
    Noise.Draw draw = noise.next(1);
    int[][] orders = new int[batch][];
    int[] word = new int[1];
    for (int image = 0; image < batch; image++) {
      draw.bits(image, 0, word);
      orders[image] = rolled(order, Integer.remainderUnsigned(word[0], order.length()));
    }
    return orders;
  }
}
