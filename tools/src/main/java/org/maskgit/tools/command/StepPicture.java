package org.maskgit.tools.command;

import java.util.Arrays;
import org.maskgit.MaskGit;
import org.maskgit.editing.LatentMask;
import org.maskgit.image.RgbImage;

/** The tokens of a step as a picture; where the step drew none it is gray. */
final class StepPicture {
  private static final byte GRAY = (byte) 128;

  private StepPicture() {}

  /**
   * Decodes a step.
   *
   * @param sequence [positions], the class token first, −1 where none was drawn
   */
  static RgbImage of(MaskGit maskgit, int[] sequence) {
    int[] tokens = Arrays.stream(sequence).skip(1).map(token -> Math.max(0, token)).toArray();
    RgbImage decoded = maskgit.decode(new int[][] {tokens}).get(0).toRgb();
    byte[] rgb = decoded.rgb().clone();
    int side = decoded.width();
    LatentMask undrawn = LatentMask.of(maskgit.grid(), at -> sequence[1 + at] < 0);
    for (int i = 0; i < rgb.length; i++) {
      if (undrawn.isMaskedPixel(i / RgbImage.CHANNELS, side)) {
        rgb[i] = GRAY;
      }
    }
    return new RgbImage(side, side, rgb);
  }
}
