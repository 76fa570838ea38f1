package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rectangle of pixels.
 *
 * @param top the first row, 0 or more
 * @param left the first column, 0 or more
 * @param height rows, 0 or more
 * @param width columns, 0 or more
 */
public record Box(int top, int left, int height, int width) {
  private static final Pattern FOUR_NUMBERS =
      Pattern.compile(
          "\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*,\\s*(\\d{1,9})\\s*");

  /**
   * Checks the numbers.
   *
   * @param top the first row
   * @param left the first column
   * @param height rows
   * @param width columns
   * @throws IllegalArgumentException if a number is negative
   */
  public Box {
    checkArgument(
        top >= 0 && left >= 0 && height >= 0 && width >= 0,
        "expected a box of no negative numbers, found %s",
        text(top, left, height, width));
  }

  /**
   * Reads a box as the command line takes it.
   *
   * @param text four whole numbers, {@code top,left,height,width}
   * @return the box
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Box parse(String text) {
    Matcher numbers = FOUR_NUMBERS.matcher(text);
    checkArgument(
        numbers.matches(),
        "expected a box as four whole numbers top,left,height,width, found \"%s\"",
        text);
    return new Box(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)),
        Integer.parseInt(numbers.group(4)));
  }

  /**
   * Checks that the box marks something of a picture.
   *
   * @param imageHeight the picture's rows
   * @param imageWidth the picture's columns
   * @throws IllegalArgumentException if the box is empty or reaches beyond the picture
   */
  public void requireInside(int imageHeight, int imageWidth) {
    checkArgument(
        height > 0 && width > 0,
        "expected a box of at least one pixel, found an empty one (top,left,height,width %s)",
        this);
    checkArgument(
        (long) top + height <= imageHeight && (long) left + width <= imageWidth,
        "expected a box inside the picture of %s × %s, found top,left,height,width %s",
        imageHeight,
        imageWidth,
        this);
  }

  private static String text(int top, int left, int height, int width) {
    return top + "," + left + "," + height + "," + width;
  }

  /** Returns the box as {@link #parse} reads it. */
  @Override
  public String toString() {
    return text(top, left, height, width);
  }
}
