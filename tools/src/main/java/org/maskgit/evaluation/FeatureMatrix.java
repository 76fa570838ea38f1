package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.List;

/**
 * One row of numbers for each sample: features, or logits. float32 is kept as such, for half the
 * memory.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class FeatureMatrix {
  private final int count;
  private final int dimension;
  private final Rows rows;

  private FeatureMatrix(int count, int dimension, Rows rows) {
    this.count = count;
    this.dimension = dimension;
    this.rows = rows;
  }

  /** Where rows lie. */
  private interface Rows {
    void copy(int row, double[] target, int at);
  }

  /**
   * Takes rows of float64.
   *
   * @param rows [n][d], not copied
   * @return the matrix
   * @throws IllegalArgumentException if there are none or their lengths differ
   */
  public static FeatureMatrix of(double[][] rows) {
    checkArgument(rows.length > 0, "expected at least one row, found none");
    int dimension = rows[0].length;
    for (double[] row : rows) {
      checkLength(dimension, row.length);
    }
    return new FeatureMatrix(
        rows.length,
        dimension,
        (row, target, at) -> System.arraycopy(rows[row], 0, target, at, dimension));
  }

  /**
   * Takes rows of float32.
   *
   * @param rows [n][d], not copied
   * @return the matrix
   * @throws IllegalArgumentException if there are none or their lengths differ
   */
  public static FeatureMatrix of(List<float[]> rows) {
    checkArgument(!rows.isEmpty(), "expected at least one row, found none");
    float[][] array = rows.toArray(float[][]::new);
    int dimension = array[0].length;
    for (float[] row : array) {
      checkLength(dimension, row.length);
    }
    return new FeatureMatrix(
        array.length,
        dimension,
        (row, target, at) -> {
          for (int j = 0; j < dimension; j++) {
            target[at + j] = array[row][j];
          }
        });
  }

  private static void checkLength(int expected, int found) {
    checkArgument(
        expected == found && found > 0,
        "expected rows of one length of at least 1, found %s and %s",
        expected,
        found);
  }

  /**
   * Returns the number of samples.
   *
   * @return at least 1
   */
  public int count() {
    return count;
  }

  /**
   * Returns the length of a row.
   *
   * @return at least 1
   */
  public int dimension() {
    return dimension;
  }

  /**
   * Copies rows.
   *
   * @param from the first
   * @param to behind the last
   * @return (to − from) · dimension numbers in C order
   * @throws IllegalArgumentException if there are no such rows
   */
  public double[] rows(int from, int to) {
    checkArgument(
        0 <= from && from <= to && to <= count,
        "expected rows from 0 to %s, found %s to %s",
        count,
        from,
        to);
    double[] block = new double[Math.multiplyExact(to - from, dimension)];
    for (int i = from; i < to; i++) {
      rows.copy(i, block, (i - from) * dimension);
    }
    return block;
  }

  /**
   * Picks samples.
   *
   * @param order which rows, in the order wanted
   * @return a view of them
   */
  public FeatureMatrix pick(int[] order) {
    int[] picked = order.clone();
    checkArgument(picked.length > 0, "expected at least one row, found none");
    return new FeatureMatrix(
        picked.length, dimension, (row, target, at) -> rows.copy(picked[row], target, at));
  }
}
