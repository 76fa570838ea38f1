package org.maskgit.evaluation;

import java.util.Arrays;

/** Arrays that any language can build, and whose metrics NumPy and the usual codes gave. */
public final class KnownArrays {
  private KnownArrays() {}

  /** x[i][j] = sin(a (i + 1) (j + 1)) + b j cos(0.3 i) + c, in float64. */
  public static double[][] rows(int n, int d, double a, double b, double c) {
    double[][] rows = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        rows[i][j] = Math.sin(a * (i + 1) * (j + 1)) + b * j * Math.cos(0.3 * i) + c;
      }
    }
    return rows;
  }

  static FeatureMatrix matrix(int n, int d, double a, double b, double c) {
    return FeatureMatrix.of(rows(n, d, a, b, c));
  }

  /** Twice the rows: logits of ten classes. */
  public static double[][] logits() {
    double[][] rows = rows(400, 10, 0.7, 0.2, 0);
    return Arrays.stream(rows)
        .map(row -> Arrays.stream(row).map(x -> 2 * x).toArray())
        .toArray(double[][]::new);
  }

  static FeatureMatrix real() {
    return matrix(400, 16, 0.7, 0.05, 0);
  }

  static FeatureMatrix fake() {
    return matrix(300, 16, 0.9, 0.04, 0.1);
  }
}
