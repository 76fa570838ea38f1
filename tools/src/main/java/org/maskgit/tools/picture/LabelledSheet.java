package org.maskgit.tools.picture;

import static com.google.common.base.Preconditions.checkArgument;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;

/** Pictures in rows and columns with words at their edges, black on white. */
public final class LabelledSheet {
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final int GAP = 4;

  private LabelledSheet() {}

  /**
   * Draws a sheet. A column is as wide as its cells or its label.
   *
   * @param columns the words over the columns, at least one
   * @param rows the words beside the rows, at least one
   * @param cells pictures of one size, row by row, one for each column of each row
   * @return the sheet
   * @throws IllegalArgumentException if there are more or fewer cells, or their sizes differ
   * @throws DataException if this machine has no font to write with
   */
  public static RgbImage of(List<String> columns, List<String> rows, List<RgbImage> cells) {
    checkArgument(
        !cells.isEmpty() && cells.size() == columns.size() * rows.size(),
        "expected %s × %s cells, found %s",
        rows.size(),
        columns.size(),
        cells.size());
    RgbImage first = cells.get(0);
    for (RgbImage cell : cells) {
      checkArgument(
          cell.height() == first.height() && cell.width() == first.width(),
          "expected cells of one size, found %s and %s",
          first,
          cell);
    }
    FontMetrics metrics = metrics();
    int left = widest(rows, metrics) + 2 * GAP;
    int top = metrics.getHeight() + 2 * GAP;
    int across = Math.max(first.width(), widest(columns, metrics)) + GAP;
    int down = Math.max(first.height(), metrics.getHeight()) + GAP;
    BufferedImage sheet =
        new BufferedImage(
            left + columns.size() * across, top + rows.size() * down, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D pen = pen(sheet);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    pen.setColor(Color.BLACK);
    for (int x = 0; x < columns.size(); x++) {
      pen.drawString(columns.get(x), left + x * across, GAP + metrics.getAscent());
    }
    int middle = (first.height() + metrics.getAscent()) / 2;
    for (int y = 0; y < rows.size(); y++) {
      pen.drawString(rows.get(y), GAP, top + y * down + middle);
      for (int x = 0; x < columns.size(); x++) {
        RgbImage cell = cells.get(y * columns.size() + x);
        pen.drawImage(cell.toBufferedImage(), left + x * across, top + y * down, null);
      }
    }
    pen.dispose();
    return RgbImage.of(sheet);
  }

  /**
   * Looks whether a sheet can be drawn, before its pictures are made.
   *
   * @throws DataException if this machine has no font to write with
   */
  public static void requireFont() {
    metrics();
  }

  private static int widest(List<String> words, FontMetrics metrics) {
    return words.stream().mapToInt(metrics::stringWidth).max().orElseThrow();
  }

  private static FontMetrics metrics() {
    Graphics2D pen = pen(new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR));
    try {
      return pen.getFontMetrics();
    } finally {
      pen.dispose();
    }
  }

  /** What Java throws without fontconfig or fonts differs with its version. */
  private static Graphics2D pen(BufferedImage sheet) {
    try {
      Graphics2D pen = sheet.createGraphics();
      pen.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      pen.setFont(FONT);
      pen.getFontMetrics();
      return pen;
    } catch (RuntimeException | InternalError | LinkageError e) {
      throw new DataException(
          "Java finds no font to label the sheet with (%s); install fontconfig and a font such as"
                  .formatted(e)
              + " DejaVu.",
          e);
    }
  }
}
