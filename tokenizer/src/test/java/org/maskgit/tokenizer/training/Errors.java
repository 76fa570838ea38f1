package org.maskgit.tokenizer.training;

import org.maskgit.testing.Golden;

/** How far arrays are apart. */
final class Errors {
  private Errors() {}

  /** The largest difference over the largest expected size. */
  static double relative(float[] actual, float[] expected) {
    return Golden.maxAbsDifference(actual, expected) / largest(expected);
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
