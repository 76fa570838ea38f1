package org.maskgit.tools.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A contact sheet: the pictures of a batch in rows, as square as it gets. */
public final class Grid {
  private Grid() {}

  /**
   * Puts pictures side by side, row by row, without gaps.
   *
   * @param images one or more pictures of one size
   * @return the sheet; cells that are left over are black
   */
  public static BufferedImage of(List<BufferedImage> images) {
    int columns = (int) Math.ceil(Math.sqrt(images.size()));
    int rows = (images.size() + columns - 1) / columns;
    int width = images.get(0).getWidth();
    int height = images.get(0).getHeight();
    BufferedImage sheet =
        new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      for (int i = 0; i < images.size(); i++) {
        graphics.drawImage(images.get(i), i % columns * width, i / columns * height, null);
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }
}
