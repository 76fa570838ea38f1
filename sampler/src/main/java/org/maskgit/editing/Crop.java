package org.maskgit.editing;

import org.maskgit.image.RgbImage;

/** Parts of pictures. */
public final class Crop {

  private Crop() {}

  /**
   * Cuts a part out of a picture.
   *
   * @param picture the picture
   * @param box the part
   * @return the part; {@code picture} itself if it is all of it
   * @throws IllegalArgumentException if the box is empty or reaches beyond the picture
   */
  public static RgbImage of(RgbImage picture, Box box) {
    box.requireInside(picture.height(), picture.width());
    if (box.height() == picture.height() && box.width() == picture.width()) {
      return picture;
    }
    byte[] part = new byte[box.height() * box.width() * RgbImage.CHANNELS];
    for (int y = 0; y < box.height(); y++) {
      int from = ((box.top() + y) * picture.width() + box.left()) * RgbImage.CHANNELS;
      System.arraycopy(
          picture.rgb(),
          from,
          part,
          y * box.width() * RgbImage.CHANNELS,
          box.width() * RgbImage.CHANNELS);
    }
    return new RgbImage(box.height(), box.width(), part);
  }
}
