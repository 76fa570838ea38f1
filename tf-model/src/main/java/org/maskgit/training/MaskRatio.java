package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.maskgit.schedule.MaskSchedule;

/**
 * Where the share of masked tokens comes from: a uniform number r in [0, 1) goes in, a ratio comes
 * out. For a mask schedule that is γ(r), for a distribution its quantile.
 *
 * <table>
 *   <caption>Names</caption>
 *   <tr><th>Name<th>Ratio<th>Source
 *   <tr><td>{@code cosine} and all others of {@link MaskSchedule}<td>γ(r)<td>MaskGIT, section 3.1
 *   <tr><td>{@code truncated-normal:MEAN,DEVIATION,LOW,HIGH}<td>normal, cut
 *     <td>MAGE: 0.55, 0.25, 0.5, 1
 *   <tr><td>{@code beta:A,B}<td>Beta(A, B)<td>AutoNAT: 12, 3
 * </table>
 */
public final class MaskRatio {
  /** MAGE's: normal of mean 0.55 and deviation 0.25 between 0.5 and 1 (arXiv 2211.09117). */
  public static final MaskRatio MAGE = parse("truncated-normal:0.55,0.25,0.5,1");

  /** AutoNAT's: Beta(12, 3) (ImprovedNAT, CVPR 2024). */
  public static final MaskRatio AUTONAT = parse("beta:12,3");

  private static final String TRUNCATED_NORMAL = "truncated-normal:";
  private static final String BETA = "beta:";

  private final String name;
  private final Curve curve;

  @FunctionalInterface
  private interface Curve {
    float at(float r, int tokens);
  }

  private MaskRatio(String name, Curve curve) {
    this.name = name;
    this.curve = curve;
  }

  /**
   * Finds a ratio by its name.
   *
   * @param name see the table above
   * @return the ratio
   * @throws IllegalArgumentException if there is none of that name, with the nearest
   */
  public static MaskRatio parse(String name) {
    if (name.startsWith(TRUNCATED_NORMAL)) {
      double[] n = numbers(name, TRUNCATED_NORMAL, "MEAN,DEVIATION,LOW,HIGH", 4);
      checkArgument(
          n[1] > 0 && n[2] >= 0 && n[2] < n[3] && n[3] <= 1,
          "expected a deviation above 0 and 0 <= LOW < HIGH <= 1, found %s",
          name);
      return new MaskRatio(name, quantile(TruncatedNormalDistribution.of(n[0], n[1], n[2], n[3])));
    }
    if (name.startsWith(BETA)) {
      double[] n = numbers(name, BETA, "A,B", 2);
      checkArgument(n[0] > 0 && n[1] > 0, "expected A and B above 0, found %s", name);
      return new MaskRatio(name, quantile(BetaDistribution.of(n[0], n[1])));
    }
    MaskSchedule schedule = MaskSchedule.parse(name);
    return new MaskRatio(schedule.name(), schedule::maskRatio);
  }

  private static Curve quantile(ContinuousDistribution distribution) {
    return (r, tokens) -> (float) distribution.inverseCumulativeProbability(r);
  }

  private static double[] numbers(String name, String kind, String form, int count) {
    try {
      double[] numbers =
          Arrays.stream(name.substring(kind.length()).split(",", -1))
              .mapToDouble(Double::parseDouble)
              .toArray();
      if (numbers.length == count) {
        return numbers;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(expected(kind, form, name), e);
    }
    throw new IllegalArgumentException(expected(kind, form, name));
  }

  private static String expected(String kind, String form, String name) {
    return "expected %s%s, found %s".formatted(kind, form, name);
  }

  /**
   * Returns a ratio.
   *
   * @param r uniform in [0, 1)
   * @param tokens number of tokens, at least 2; only the schedules log and exp use it
   * @return the share of tokens to mask, from 0 to 1
   */
  public float at(float r, int tokens) {
    return curve.at(r, tokens);
  }

  /**
   * Returns the name that {@link #parse} takes.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }
}
