package org.maskgit.schedule;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Comparator;
import java.util.Locale;
import org.maskgit.math.XlaMath;

/**
 * The mask schedule γ: which share of the unknown tokens stays masked after a step (section 3.3).
 *
 * <p>With r = (step + 1) / steps, the share of the steps that are done, and N tokens unknown at the
 * start:
 *
 * <table>
 *   <caption>The names of the paper, of the official code, and the formulas</caption>
 *   <tr><th>Paper<th>Name here<th>Official code<th>γ(r)
 *   <tr><td>Cosine<td>cosine<td>cosine<td>cos(π/2 · r)
 *   <tr><td>Linear<td>linear<td>uniform<td>1 − r
 *   <tr><td>Square<td>square<td>pow2<td>1 − r²
 *   <tr><td>Cubic<td>cubic<td>pow3<td>1 − r³
 *   <tr><td>Square Root<td>sqrt<td>pow0.5<td>1 − √r
 *   <tr><td>Logarithmic<td>log<td>log<td>−log₂(r) / log₂(N)
 *   <tr><td>Exponential<td>exp<td>exp<td>1 − 2^(−log₂(N) · (1 − r))
 *   <tr><td>–<td>pow:X<td>powX<td>1 − r^X
 * </table>
 *
 * <p>The result is clipped to [1e-6, 1]; the number of masked tokens is the floor of N · γ (the
 * paper has the ceiling).
 *
 * <p>Counts near an integer hang on the last bit, so the arithmetic is the one of the official
 * code's compiled loop, not the formula's: everything is float32, the division by the number of
 * steps is a product with its rounded reciprocal, powers 2 and 3 take the step and that reciprocal
 * apart, constants are folded, and {@code 1 - a * b} is one fused operation. Double precision gives
 * another count in 26 places of the golden file, operation by operation float32 in 17.
 *
 * <p>Immutable and safe to share between threads. Two schedules are equal if they compute the same.
 */
public final class MaskSchedule {
  private static final float FLOOR = 1e-6f;
  private static final float HALF_PI = (float) (Math.PI / 2);
  private static final float LOG2_E = 1.442695f;
  private static final float LN_2 = 0.6931472f;

  /** cos(π/2 · r), the schedule of the released models. */
  public static final MaskSchedule COSINE =
      new MaskSchedule("cosine", "cosine", (t, c, n) -> XlaMath.cos(t * (HALF_PI * c)));

  /** 1 − r. */
  public static final MaskSchedule LINEAR =
      new MaskSchedule("linear", "uniform", (t, c, n) -> Math.fma(-t, c, 1f));

  /** 1 − r². */
  public static final MaskSchedule SQUARE =
      new MaskSchedule("square", "pow2", (t, c, n) -> Math.fma(-(t * t), c * c, 1f));

  /** 1 − r³. */
  public static final MaskSchedule CUBIC =
      new MaskSchedule("cubic", "pow3", (t, c, n) -> Math.fma(-(t * t * t), c * c * c, 1f));

  /** 1 − √r. */
  public static final MaskSchedule SQUARE_ROOT =
      new MaskSchedule("sqrt", "pow0.5", (t, c, n) -> 1f - (float) Math.sqrt(t * c));

  /** −log₂(r) / log₂(N). */
  public static final MaskSchedule LOGARITHMIC =
      new MaskSchedule(
          "log", "log", (t, c, n) -> -(XlaMath.log(t * c) * LOG2_E) / (XlaMath.log(n) * LOG2_E));

  /** 1 − 2^(−log₂(N) · (1 − r)). */
  public static final MaskSchedule EXPONENTIAL =
      new MaskSchedule(
          "exp",
          "exp",
          (t, c, n) -> 1f - XlaMath.exp(-(XlaMath.log(n) * LOG2_E) * Math.fma(-t, c, 1f) * LN_2));

  private static final ImmutableList<MaskSchedule> NAMED =
      ImmutableList.of(COSINE, LINEAR, SQUARE, CUBIC, SQUARE_ROOT, LOGARITHMIC, EXPONENTIAL);

  private static final ImmutableMap<String, MaskSchedule> BY_NAME = byName();

  /** γ of t = step + 1, c = 1 / steps and N, before the clipping. */
  @FunctionalInterface
  private interface Curve {
    float at(float t, float c, float n);
  }

  private final String name;
  private final String officialName;
  private final Curve curve;

  private MaskSchedule(String name, String officialName, Curve curve) {
    this.name = name;
    this.officialName = officialName;
    this.curve = curve;
  }

  /**
   * Makes the schedule 1 − r^exponent.
   *
   * @param exponent a positive finite number; 1, 2, 3 and 0.5 give the named schedules
   * @return the schedule
   * @throws IllegalArgumentException if the exponent is no positive finite number
   */
  public static MaskSchedule pow(float exponent) {
    Preconditions.checkArgument(
        exponent > 0 && Float.isFinite(exponent),
        "expected a positive exponent, found %s",
        exponent);
    if (exponent == 1f) {
      return LINEAR; // the compiler drops the power
    }
    String number = exponent == (int) exponent ? "" + (int) exponent : "" + exponent;
    MaskSchedule named = BY_NAME.get("pow" + number);
    return named != null
        ? named
        : new MaskSchedule(
            "pow:" + number,
            "pow" + number,
            (t, c, n) -> 1f - (float) StrictMath.pow(t * c, exponent));
  }

  /**
   * Finds a schedule by its name.
   *
   * @param name one of cosine, linear, square, cubic, sqrt, log, exp, pow:X, or a name of the
   *     official code: uniform, powX; X is a positive number
   * @return the schedule
   * @throws IllegalArgumentException if there is no such schedule; the message lists the names and
   *     suggests the nearest
   */
  public static MaskSchedule parse(String name) {
    MaskSchedule named = BY_NAME.get(name);
    if (named != null) {
      return named;
    }
    if (name.startsWith("pow")) {
      String number = name.substring(name.startsWith("pow:") ? 4 : 3);
      try {
        return pow(Float.parseFloat(number));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "expected a positive exponent such as pow:1.5, found %s".formatted(name), e);
      }
    }
    throw new IllegalArgumentException(
        "expected a mask schedule (cosine, linear, square, cubic, sqrt, log, exp, pow:X, or the"
            + " official uniform, powX), found \"%s\"; did you mean \"%s\"?"
                .formatted(name, nearest(name)));
  }

  /**
   * Returns the name that {@link #parse} takes.
   *
   * @return the paper's word, or pow:X
   */
  public String name() {
    return name;
  }

  /**
   * Returns the name in the official code.
   *
   * @return cosine, uniform, powX, log or exp
   */
  public String officialName() {
    return officialName;
  }

  /**
   * Returns the share of the unknown tokens that stay masked after a step.
   *
   * @param step the step, 0 to {@code steps - 1}
   * @param steps the number of steps, at least 1
   * @param unknown how many tokens were unknown before the first step; only log and exp use it
   * @return γ in [1e-6, 1]; NaN for log at the last step with one unknown token (0 / 0) and for exp
   *     at the last step with none, as in the official code
   * @throws IllegalArgumentException if an argument is out of range
   */
  public float maskRatio(int step, int steps, int unknown) {
    Preconditions.checkArgument(steps >= 1, "expected at least 1 step, found %s", steps);
    Preconditions.checkArgument(
        step >= 0 && step < steps, "expected a step from 0 to %s, found %s", steps - 1, step);
    Preconditions.checkArgument(
        unknown >= 0, "expected 0 or more unknown tokens, found %s", unknown);
    return Math.min(1f, Math.max(FLOOR, curve.at(step + 1, 1f / steps, unknown)));
  }

  /**
   * Returns γ at any point, as training draws it (section 3.1): r uniform, not one of a sampling's
   * steps.
   *
   * @param r from 0 to 1
   * @param unknown N, the number of tokens; only log and exp use it
   * @return γ in [1e-6, 1]
   * @throws IllegalArgumentException if an argument is out of range
   */
  public float maskRatio(float r, int unknown) {
    Preconditions.checkArgument(r >= 0 && r <= 1, "expected r from 0 to 1, found %s", r);
    Preconditions.checkArgument(
        unknown >= 2, "expected at least 2 unknown tokens, found %s", unknown);
    return Math.min(1f, Math.max(FLOOR, curve.at(r, 1f, unknown)));
  }

  /**
   * Returns how many tokens to mask again after a step: the floor of N · γ, but at least one and
   * not all that were just predicted.
   *
   * @param step the step, 0 to {@code steps - 1}
   * @param steps the number of steps, at least 1
   * @param unknownAtStart N, how many tokens were unknown before the first step
   * @param unknownNow how many tokens were unknown before this step
   * @return max(1, min(unknownNow − 1, floor(N · γ))); 1 if nothing is unknown, 0 where γ is NaN
   * @throws IllegalArgumentException if an argument is out of range
   */
  public int maskLength(int step, int steps, int unknownAtStart, int unknownNow) {
    Preconditions.checkArgument(
        unknownNow >= 0 && unknownNow <= unknownAtStart,
        "expected 0 to %s unknown tokens, found %s",
        unknownAtStart,
        unknownNow);
    float floor = maskedShare(step, steps, unknownAtStart);
    return (int) Math.max(1f, Math.min(unknownNow - 1, floor)); // NaN casts to 0
  }

  /** The floor of N · γ, or NaN. */
  float maskedShare(int step, int steps, int unknown) {
    return (float) Math.floor(unknown * maskRatio(step, steps, unknown));
  }

  private static ImmutableMap<String, MaskSchedule> byName() {
    ImmutableMap.Builder<String, MaskSchedule> names = ImmutableMap.builder();
    for (MaskSchedule schedule : NAMED) {
      names.put(schedule.name, schedule);
      names.put(schedule.officialName, schedule);
    }
    return names.buildKeepingLast(); // cosine, log and exp have one name for both
  }

  private static String nearest(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return BY_NAME.keySet().stream()
        .min(Comparator.comparingInt(known -> editDistance(lower, known)))
        .orElseThrow();
  }

  /** The number of letters to insert, drop or replace (Levenshtein), one row at a time. */
  private static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MaskSchedule that && officialName.equals(that.officialName);
  }

  @Override
  public int hashCode() {
    return officialName.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
