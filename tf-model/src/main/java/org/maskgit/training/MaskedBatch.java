package org.maskgit.training;

import java.util.Arrays;

/**
 * What a training step sees: sequences with the class token at position 0.
 *
 * @param inputs ids, [batch][positions], −1 = masked
 * @param labels the same sequences without a mask
 * @param weights what each position counts in the loss; every row has one that is not 0
 */
public record MaskedBatch(int[][] inputs, int[][] labels, float[][] weights) {

  /**
   * Checks the number of sequences.
   *
   * @param inputs [batch][positions]
   * @param labels [batch][positions]
   * @param weights [batch][positions]
   * @throws IllegalArgumentException if the three have different numbers of sequences or positions,
   *     or none
   */
  public MaskedBatch {
    if (inputs.length == 0 || labels.length != inputs.length || weights.length != inputs.length) {
      throw new IllegalArgumentException(
          "expected as many inputs, labels and weights, at least one, found %d, %d and %d"
              .formatted(inputs.length, labels.length, weights.length));
    }
    int positions = inputs[0].length;
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].length != positions
          || labels[i].length != positions
          || weights[i].length != positions) {
        throw new IllegalArgumentException(
            "expected %d positions in row %d of all three, found %d, %d and %d"
                .formatted(positions, i, inputs[i].length, labels[i].length, weights[i].length));
      }
    }
  }

  /**
   * Returns the number of sequences.
   *
   * @return at least 1
   */
  public int size() {
    return inputs.length;
  }

  /**
   * Returns the share of masked tokens.
   *
   * @return for each sequence the masked over all but the class position, from 0 to 1
   */
  public float[] maskedShares() {
    float[] shares = new float[size()];
    for (int i = 0; i < shares.length; i++) {
      long masked = Arrays.stream(inputs[i]).filter(id -> id == -1).count();
      shares[i] = (float) masked / (inputs[i].length - 1);
    }
    return shares;
  }

  /** Some of the sequences: {@code count} from {@code first}. */
  MaskedBatch slice(int first, int count) {
    int end = first + count;
    return new MaskedBatch(
        Arrays.copyOfRange(inputs, first, end),
        Arrays.copyOfRange(labels, first, end),
        Arrays.copyOfRange(weights, first, end));
  }
}
