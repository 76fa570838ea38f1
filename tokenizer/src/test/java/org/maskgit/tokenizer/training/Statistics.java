package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;

/**
 * What is kept of a gradient that is too large to be stored.
 *
 * @param l2 its norm
 * @param sum the sum of its elements
 * @param first up to four of its first elements
 */
record Statistics(double l2, double sum, float[] first) {
  static Statistics of(float[] values) {
    double squares = 0;
    double sum = 0;
    for (float value : values) {
      squares += (double) value * value;
      sum += value;
    }
    return new Statistics(
        Math.sqrt(squares), sum, Arrays.copyOf(values, Math.min(4, values.length)));
  }

  static Statistics read(JsonObject leaf) {
    JsonArray first = leaf.getAsJsonArray("first4");
    float[] values = new float[first.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = first.get(i).getAsFloat();
    }
    return new Statistics(leaf.get("l2").getAsDouble(), leaf.get("sum").getAsDouble(), values);
  }

  /**
   * Compares by the size of the gradient: an error of the norm, of the sum (which is at most √n
   * times the norm) and of the first elements, all relative to the norm.
   */
  void check(String name, Statistics expected, int elements, double tolerance) {
    double size = Math.max(expected.l2, 1e-6);
    assertThat(Math.abs(l2 - expected.l2) / size).as(name + " norm").isLessThan(tolerance);
    assertThat(Math.abs(sum - expected.sum) / (size * Math.sqrt(elements)))
        .as(name + " sum")
        .isLessThan(tolerance);
    double rms = size / Math.sqrt(elements);
    for (int i = 0; i < first.length; i++) {
      assertThat(
              Math.abs(first[i] - expected.first[i]) / Math.max(rms, Math.abs(expected.first[i])))
          .as(name + " element " + i)
          .isLessThan(tolerance);
    }
  }
}
