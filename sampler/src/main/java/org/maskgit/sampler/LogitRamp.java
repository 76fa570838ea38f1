package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import java.util.List;

/**
 * What the Halton sampler multiplies logits by; the larger, the likelier are likely tokens. (Its
 * code calls this a softmax temperature.) In step k of T it is (the k-th of T numbers from {@code
 * first} to {@code last})^{@code power}, and half of that in the first {@code warmUp} steps.
 *
 * @param first in the first step
 * @param last in the last step
 * @param power the exponent
 * @param warmUp how many steps are halved
 */
public record LogitRamp(float first, float last, float power, int warmUp) {
  /** Logits as they are. */
  public static final LogitRamp NONE = new LogitRamp(1f, 1f, 1f, 0);

  /**
   * Makes a ramp.
   *
   * @param first a positive finite number
   * @param last a positive finite number
   * @param power a finite number
   * @param warmUp 0 or more
   * @throws IllegalArgumentException if one is out of range
   */
  public LogitRamp {
    for (float factor : new float[] {first, last}) {
      Preconditions.checkArgument(
          factor > 0 && Float.isFinite(factor), "expected factors above 0, found %s", factor);
    }
    Preconditions.checkArgument(
        Float.isFinite(power), "expected a finite exponent, found %s", power);
    Preconditions.checkArgument(warmUp >= 0, "expected 0 or more steps, found %s", warmUp);
  }

  /**
   * Reads a ramp.
   *
   * @param text {@code FIRST,LAST[,POWER[,WARMUP]]}, such as {@code 1,1.2,1,1}
   * @return the ramp
   * @throws IllegalArgumentException if it can't be read
   */
  public static LogitRamp parse(String text) {
    List<String> parts = Splitter.on(',').splitToList(text);
    Preconditions.checkArgument(
        parts.size() >= 2 && parts.size() <= 4,
        "expected FIRST,LAST[,POWER[,WARMUP]] such as 1,1.2,1,1, found %s",
        text);
    try {
      return new LogitRamp(
          Float.parseFloat(parts.get(0)),
          Float.parseFloat(parts.get(1)),
          parts.size() > 2 ? Float.parseFloat(parts.get(2)) : 1f,
          parts.size() > 3 ? Integer.parseInt(parts.get(3)) : 0);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected FIRST,LAST[,POWER[,WARMUP]] such as 1,1.2,1,1, found " + text, e);
    }
  }

  /** The factor of a step. */
  float at(int step, int steps) {
    float factor = (float) Math.pow(even(step, steps), power);
    return step < warmUp ? factor * 0.5f : factor;
  }

  /** {@code torch.linspace}, which counts from the nearer end. */
  private float even(int step, int steps) {
    if (steps == 1) {
      return first;
    }
    float gap = (last - first) / (steps - 1);
    return step < steps / 2 ? first + gap * step : last - gap * (steps - 1 - step);
  }

  /** Multiplies the logits of a position. */
  void apply(float[] row, int step, int steps) {
    float factor = at(step, steps);
    for (int i = 0; i < row.length; i++) {
      row[i] *= factor;
    }
  }

  /**
   * Writes this ramp.
   *
   * @return what {@link #parse} reads
   */
  @Override
  public String toString() {
    return "%s,%s,%s,%d".formatted(first, last, power, warmUp);
  }
}
