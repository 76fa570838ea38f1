package org.maskgit.sampler;

/**
 * Where a sampler takes its random numbers from. Immutable: every run that is opened draws the same
 * numbers.
 */
@FunctionalInterface
public interface Noise {

  /**
   * Starts a run.
   *
   * @param batch the number of images
   * @return the draws of the run, for one thread
   */
  Stream open(int batch);

  /** The draws of one run, one after the other. */
  @FunctionalInterface
  interface Stream {

    /**
     * Takes the next draw.
     *
     * @param size how many words an image has in it
     * @return the draw, of batch times size words
     */
    Draw next(int size);
  }

  /** One draw of random words; it computes only those that are asked for. */
  @FunctionalInterface
  interface Draw {

    /**
     * Computes words of one image that follow each other.
     *
     * @param image the image, 0 to batch − 1
     * @param from the first word, 0 to size − 1
     * @param out filled with words
     */
    void bits(int image, int from, int[] out);
  }
}
