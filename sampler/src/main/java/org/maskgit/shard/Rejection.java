package org.maskgit.shard;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Rejection of samples by a classifier (paper section 4.2): of every n candidates the one is kept
 * that the classifier finds likeliest to be of its class, an acceptance rate of 1 / n. Candidate t
 * of picture i is picture n · i + t of the same series without rejection. Of equals the first is
 * kept.
 *
 * @param candidates n
 * @param scores what the classifier makes of candidates
 */
public record Rejection(int candidates, Scores scores) {
  /** Keeps all. */
  public static final Rejection NONE =
      new Rejection(1, samples -> IntStream.range(0, samples.size()).mapToDouble(i -> 1).toArray());

  /** Says how likely pictures are to be of their classes. */
  @FunctionalInterface
  public interface Scores {
    /**
     * Scores pictures.
     *
     * @param samples pictures with their labels
     * @return a number for each, the larger the likelier
     */
    double[] of(List<Sample> samples);
  }

  /**
   * Checks the number.
   *
   * @param candidates at least 1
   * @param scores any
   * @throws IllegalArgumentException if there are no candidates
   */
  public Rejection {
    checkArgument(candidates > 0, "expected at least 1 candidate, found %s", candidates);
  }
}
