package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/**
 * The result of a sampler.
 *
 * @param trace [batch][steps][positions], the tokens as they were drawn in every step, before any
 *     is masked again ({@code final_seqs} of the official code), −1 where a step drew none;
 *     position 0 is the class token; steps that were skipped hold the input
 * @param stepsUsed how many steps each image took until its last unknown token was drawn; less than
 *     the run's where a sampler chooses their number for each image
 */
public record Sampling(int[][][] trace, ImmutableIntArray stepsUsed) {

  /**
   * Makes a result.
   *
   * @param trace [batch][steps][positions]
   * @param stepsUsed one number for each image
   * @throws IllegalArgumentException if there is no step, or not a number for each image
   */
  public Sampling {
    for (int[][] image : trace) {
      Preconditions.checkArgument(image.length > 0, "expected at least 1 step, found 0");
    }
    Preconditions.checkArgument(
        stepsUsed.length() == trace.length,
        "expected the steps of %s images, found %s",
        trace.length,
        stepsUsed.length());
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
