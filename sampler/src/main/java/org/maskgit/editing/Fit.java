package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.io.EnumNames;

/** How a picture of any size gets to a model's square; see {@link Placement}. */
public enum Fit {
  /** Both sides are scaled to the model's, each by its own factor: as the official code reads. */
  SQUASH,
  /** The largest square around the picture's centre is scaled. */
  CROP,
  /**
   * The longer side is scaled to the model's and the shorter one in proportion, to whole tokens and
   * at least one; the rest of the square repeats the picture's last row or column.
   */
  LONGEST;

  /**
   * Finds a way by its name.
   *
   * @param name {@code squash}, {@code crop} or {@code longest}
   * @return the way
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Fit parse(String name) {
    return EnumNames.parse(Fit.class, name);
  }

  /**
   * Decides where a picture comes to lie.
   *
   * @param height the picture's rows
   * @param width the picture's columns
   * @param side pixels on each side of the model's square
   * @param factor pixels on each side of a token, a divisor of {@code side}
   * @return which part of the picture is scaled to which part of the square
   * @throws IllegalArgumentException if the factor is no divisor
   */
  public Placement place(int height, int width, int side, int factor) {
    checkArgument(
        factor > 0 && side % factor == 0,
        "expected a factor that divides the side %s, found %s",
        side,
        factor);
    Box all = new Box(0, 0, height, width);
    int shorter = Math.min(height, width);
    int longer = Math.max(height, width);
    return switch (this) {
      case SQUASH -> new Placement(all, side, side, side);
      case CROP ->
          new Placement(
              new Box((height - shorter) / 2, (width - shorter) / 2, shorter, shorter),
              side,
              side,
              side);
      case LONGEST ->
          new Placement(
              all, scaled(height, longer, side, factor), scaled(width, longer, side, factor), side);
    };
  }

  private static int scaled(int length, int longer, int side, int factor) {
    return Math.max(factor, (int) Math.round((double) length * side / longer / factor) * factor);
  }

  @Override
  public String toString() {
    return EnumNames.of(this);
  }
}
