package org.maskgit.training;

/**
 * Tokenised images with their classes.
 *
 * @param tokens codes in rows of the grid, [batch][tokens], each from 0 to the codebook's size − 1
 * @param labels class of each image, from 0 to the number of classes − 1
 */
public record TokenBatch(int[][] tokens, int[] labels) {

  /**
   * Checks that there is a label for each image.
   *
   * @param tokens [batch][tokens]
   * @param labels [batch]
   * @throws IllegalArgumentException if there is not, or no image
   */
  public TokenBatch {
    if (tokens.length != labels.length || tokens.length == 0) {
      throw new IllegalArgumentException(
          "expected a label for each of at least one image, found %d images and %d labels"
              .formatted(tokens.length, labels.length));
    }
  }

  /**
   * Returns the number of images.
   *
   * @return at least 1
   */
  public int size() {
    return labels.length;
  }
}
