package org.maskgit.evaluation;

import java.util.function.IntToDoubleFunction;

/** The logarithm of a sum of exponentials, by which logits become log-probabilities. */
final class LogSumExp {
  private LogSumExp() {}

  /** log Σ exp(value(i)) for i from 0 to count − 1, without overflow. */
  static double of(int count, IntToDoubleFunction value) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      max = Math.max(max, value.applyAsDouble(i));
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(value.applyAsDouble(i) - max);
    }
    return max + Math.log(sum);
  }
}
