package org.maskgit.sampler;

import org.maskgit.random.Gumbel;

/**
 * The noise by which one step draws tokens: a word for each code of each position.
 *
 * @param draw a draw of positions · codebook words an image
 */
record TokenNoise(Noise.Draw draw) {

  static TokenNoise next(Noise.Stream noise, int positions, int codebook) {
    return new TokenNoise(noise.next(positions * codebook));
  }

  /** Draws the token of a position from softmax(row). */
  int token(int image, int position, float[] row) {
    int[] bits = new int[row.length];
    draw.bits(image, position * row.length, bits);
    return Gumbel.argmax(row, 0, bits, row.length);
  }
}
