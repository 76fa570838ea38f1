package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Which codes may be drawn at all: the k likeliest, and the likeliest that together have the
 * probability p (nucleus sampling, arXiv 1904.09751). Codes as likely as the last one that is let
 * in are let in, too.
 *
 * @param topK how many codes; 0 for all
 * @param topP their probability, after top-k; 1 for all
 */
public record Truncation(int topK, float topP) {
  /** All codes. */
  public static final Truncation NONE = new Truncation(0, 1f);

  /**
   * Makes a truncation.
   *
   * @param topK 0 or more
   * @param topP above 0, at most 1
   * @throws IllegalArgumentException if one is out of range
   */
  public Truncation {
    Preconditions.checkArgument(topK >= 0, "expected a top-k of 0 or more, found %s", topK);
    Preconditions.checkArgument(
        topP > 0 && topP <= 1, "expected a top-p above 0 and up to 1, found %s", topP);
  }

  /** Sets the logits of all other codes to −infinity. */
  void apply(float[] row) {
    if (topK > 0 && topK < row.length) {
      float[] sorted = row.clone();
      Arrays.sort(sorted);
      dropBelow(row, sorted[row.length - topK]);
    }
    if (topP < 1) {
      dropBelow(row, nucleus(row));
    }
  }

  /** The smallest logit of the likeliest codes that reach p. */
  private float nucleus(float[] row) {
    float[] sorted = row.clone();
    Arrays.sort(sorted);
    float[] probabilities = Softmax.probabilities(sorted);
    float sum = 0f;
    int i = sorted.length;
    while (i > 0 && sum < topP) {
      i--;
      sum += probabilities[i];
    }
    return sorted[i];
  }

  private static void dropBelow(float[] row, float smallest) {
    for (int i = 0; i < row.length; i++) {
      if (row[i] < smallest) {
        row[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
