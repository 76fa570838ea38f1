package org.maskgit.sampler;

import java.util.Arrays;

/**
 * One image's part of what the model predicted.
 *
 * @param values [batch, positions, codebook]
 * @param image which image
 * @param positions how many positions an image has
 * @param codebook how many codes
 */
record Logits(float[] values, int image, int positions, int codebook) {

  /** The logits of a position, a copy. */
  float[] row(int position) {
    int from = (image * positions + position) * codebook;
    return Arrays.copyOfRange(values, from, from + codebook);
  }
}
