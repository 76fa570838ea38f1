package org.maskgit.sampler;

import com.google.common.base.Preconditions;

/**
 * The sampling temperature: logits are divided by it before a token is drawn. Below 1 likely tokens
 * become likelier. Not to be confused with the choice temperature, which decides what is kept.
 *
 * @param value the temperature of the first step
 * @param annealed whether it falls linearly: in step k of T it is value · (T − k) / T
 */
public record Temperature(float value, boolean annealed) {
  /** No temperature: logits as they are. */
  public static final Temperature ONE = new Temperature(1f, false);

  /**
   * Makes a temperature.
   *
   * @param value a positive finite number
   * @param annealed whether it falls
   * @throws IllegalArgumentException if the value is no positive finite number
   */
  public Temperature {
    Preconditions.checkArgument(
        value > 0 && Float.isFinite(value),
        "expected a sampling temperature above 0, found %s",
        value);
  }

  /**
   * Makes a temperature that is the same in every step.
   *
   * @param value a positive finite number
   * @return the temperature
   * @throws IllegalArgumentException if the value is no positive finite number
   */
  public static Temperature of(float value) {
    return new Temperature(value, false);
  }

  /** The temperature of a step. */
  float at(int step, int steps) {
    return annealed ? value * (steps - step) / steps : value;
  }

  /** Divides the logits of a position. */
  void apply(float[] row, int step, int steps) {
    float temperature = at(step, steps);
    if (temperature != 1f) {
      for (int i = 0; i < row.length; i++) {
        row[i] /= temperature;
      }
    }
  }
}
