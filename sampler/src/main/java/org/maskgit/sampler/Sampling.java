package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * The result of a sampler.
 *
 * @param trace [batch][steps][positions], the tokens as predicted in every step, before any is
 *     masked again ({@code final_seqs} of the official code); position 0 is the class token; steps
 *     that were skipped hold the input
 */
public record Sampling(int[][][] trace) {

  /**
   * Makes a result.
   *
   * @param trace [batch][steps][positions]
   * @throws IllegalArgumentException if there is no step
   */
  public Sampling {
    for (int[][] image : trace) {
      Preconditions.checkArgument(image.length > 0, "expected at least 1 step, found 0");
    }
  }

  /**
   * Returns the tokens of the images: those of the last step, without the class position.
   *
   * @return [batch][positions − 1], a copy
   */
  public int[][] tokens() {
    return Arrays.stream(trace)
        .map(image -> image[image.length - 1])
        .map(last -> Arrays.copyOfRange(last, 1, last.length))
        .toArray(int[][]::new);
  }
}
