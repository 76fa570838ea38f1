package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * How far a picture grows to each side.
 *
 * @param left pixels, 0 or more
 * @param right pixels, 0 or more
 * @param up pixels, 0 or more
 * @param down pixels, 0 or more
 */
public record Margins(int left, int right, int up, int down) {

  /**
   * Checks the numbers.
   *
   * @param left pixels
   * @param right pixels
   * @param up pixels
   * @param down pixels
   * @throws IllegalArgumentException if one is negative, or all are 0
   */
  public Margins {
    checkArgument(
        left >= 0 && right >= 0 && up >= 0 && down >= 0,
        "expected margins of 0 or more pixels, found left %s, right %s, up %s, down %s",
        left,
        right,
        up,
        down);
    checkArgument(
        left > 0 || right > 0 || up > 0 || down > 0,
        "expected at least one side to grow, found margins of 0 pixels");
  }
}
