package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.image.GrayImage;
import org.maskgit.image.Image;

/** Blends a generated picture into the original one ({@code composite_outputs}). */
public final class Composite {
  private Composite() {}

  /**
   * Blends: {@code generated · m + (1 - m) · original} a pixel, m being the soft mask's share, each
   * operation in float32. Nothing is clipped, as in the official code.
   *
   * @param original the picture that was edited
   * @param mask the generated picture's share of each pixel
   * @param generated the decoded tokens
   * @return the blend, of the same size
   * @throws IllegalArgumentException if the three are not of one size
   */
  public static Image of(Image original, SoftMask mask, Image generated) {
    GrayImage gray = mask.gray();
    requireSize("an original picture", original, gray);
    requireSize("a generated picture", generated, gray);
    float[] from = original.rgb();
    float[] to = generated.rgb();
    float[] blend = new float[from.length];
    for (int i = 0; i < blend.length; i++) {
      float share = mask.at(i / 3);
      blend[i] = to[i] * share + (1 - share) * from[i];
    }
    return new Image(gray.height(), gray.width(), blend);
  }

  private static void requireSize(String what, Image image, GrayImage mask) {
    checkArgument(
        image.height() == mask.height() && image.width() == mask.width(),
        "expected %s of the mask's size %s × %s, found %s",
        what,
        mask.height(),
        mask.width(),
        image);
  }
}
