package org.maskgit.tokenizer.training;

import org.maskgit.testing.Golden;

/** How far arrays are apart. */
final class Errors {
  private Errors() {}

  /** The largest difference over the largest expected size. */
  static double relative(float[] actual, float[] expected) {
    return Golden.maxAbsDifference(actual, expected) / largest(expected);
  }

  /** The sum of the squared differences. */
  static double squared(float[] actual, float[] expected) {
    double sum = 0;
    for (int i = 0; i < actual.length; i++) {
      sum += Math.pow((double) actual[i] - expected[i], 2);
    }
    return sum;
  }

  /** The largest size of an element. */
  static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
