package org.maskgit;

import org.maskgit.editing.Box;
import org.maskgit.editing.Crop;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.editing.OutpaintCanvas.Window;
import org.maskgit.editing.Seam;
import org.maskgit.editing.WindowBlend;
import org.maskgit.image.Image;
import org.maskgit.image.RgbImage;

/**
 * The pixels of a picture that grows: 3 bytes a pixel, which is all that grows with it. Not safe to
 * share between threads.
 */
final class CanvasPixels {

  private final OutpaintCanvas canvas;
  private final int height;
  private final int width;
  private final byte[] rgb;

  /** Begins with the known part of a picture. */
  CanvasPixels(OutpaintCanvas canvas, RgbImage square) {
    this.canvas = canvas;
    this.height = canvas.rows() * canvas.factor();
    this.width = canvas.columns() * canvas.factor();
    this.rgb = new byte[height * width * RgbImage.CHANNELS];
    Box known = canvas.known();
    Box part = new Box(0, 0, known.height() * canvas.factor(), known.width() * canvas.factor());
    paste(Crop.of(square, part), known.top() * canvas.factor(), known.left() * canvas.factor());
  }

  /** Lays a window over what is there. */
  void paint(Window window, Seam seam, LatentMask made, Image generated) {
    int factor = canvas.factor();
    int side = canvas.grid() * factor;
    Box place = new Box(window.row() * factor, window.column() * factor, side, side);
    Image before = Image.of(Crop.of(all(), place));
    Image after = WindowBlend.of(seam, before, made, generated);
    paste(after.toRgb(), place.top(), place.left());
  }

  /** The part that was asked for. */
  RgbImage picture() {
    return Crop.of(all(), canvas.crop());
  }

  private RgbImage all() {
    return new RgbImage(height, width, rgb);
  }

  private void paste(RgbImage part, int top, int left) {
    int line = part.width() * RgbImage.CHANNELS;
    for (int y = 0; y < part.height(); y++) {
      System.arraycopy(
          part.rgb(), y * line, rgb, ((top + y) * width + left) * RgbImage.CHANNELS, line);
    }
  }
}
