package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;

/**
 * Tokens in an order that is known beforehand and spreads them evenly over the image
 * (Halton-MaskGIT, arXiv 2503.17076).
 *
 * <ol>
 *   <li><b>Order.</b> The unknown cells in {@linkplain HaltonOrder the order of the Halton
 *       sequence}, of each image begun at a random cell.
 *   <li>Each step k = 0 … T − 1, with r = (k + 1) / T and N tokens unknown at the start:
 *       <ol>
 *         <li><b>Predict.</b> logits = model(tokens), times the ramp.
 *         <li><b>Count.</b> max(k + 1, ⌊N (1 − arccos(r) / (π/2))⌋) tokens are known after the
 *             step.
 *         <li><b>Sample.</b> The next cells of the order up to that count are drawn from
 *             softmax(logits), and stay.
 *       </ol>
 * </ol>
 *
 * <p>No confidence takes part, and no Gumbel noise on it. A known token never changes; the run ends
 * as soon as all are known. (In the authors' code tokens that are known at the start are drawn anew
 * like all others, when their turn comes, and N is always the whole grid.)
 *
 * @param steps T
 * @param ramp what logits are multiplied by
 * @param truncation which codes may be drawn
 * @param rolled whether each image begins the order at a cell of its own
 */
public record HaltonSampler(int steps, LogitRamp ramp, Truncation truncation, boolean rolled)
    implements Sampler {
  private static final float HALF_PI = (float) (Math.PI / 2);

  /**
   * Makes a sampler.
   *
   * @param steps at least 1
   * @param ramp what logits are multiplied by
   * @param truncation which codes may be drawn
   * @param rolled whether each image begins the order at a cell of its own
   * @throws IllegalArgumentException if there is no step
   */
  public HaltonSampler {
    Preconditions.checkArgument(steps >= 1, "expected at least 1 step, found %s", steps);
  }

  /**
   * Returns the sampler with its authors' defaults.
   *
   * @param steps how many steps
   * @return the sampler: no ramp, all codes, each image's order begun elsewhere
   */
  public static HaltonSampler of(int steps) {
    return new HaltonSampler(steps, LogitRamp.NONE, Truncation.NONE, true);
  }

  @Override
  public Sampling sample(int[][] tokens, Noise noise, TokensToLogits model, StepListener listener) {
    Decoding decoding = Decoding.of(tokens, noise, model, listener);
    int positions = tokens[0].length;
    int[][] orders = orders(tokens, decoding.noise());
    int[] done = new int[tokens.length];
    return decoding.runUntilKnown(
        steps,
        (step, draws, codebook) -> {
          TokenNoise tokenNoise = TokenNoise.next(draws, positions, codebook);
          return (image, current, logits) -> {
            Decision decision = Decision.of(current);
            int count = known(step, steps, orders[image].length);
            for (; done[image] < count; done[image]++) {
              int position = orders[image][done[image]];
              float[] row = logits.row(position);
              ramp.apply(row, step, steps);
              truncation.apply(row);
              int token = tokenNoise.token(image, position, row);
              decision.draw(position, token, Softmax.logSoftmax(row, token));
            }
            return decision;
          };
        });
  }

  /** The unknown positions of each image in order. */
  private int[][] orders(int[][] tokens, Noise.Stream noise) {
    ImmutableIntArray order = HaltonOrder.ofTokens(tokens[0].length - 1);
    int[][] orders = new int[tokens.length][];
    if (rolled) {
      orders = HaltonOrder.randomlyRolled(order, tokens.length, noise);
    } else {
      Arrays.fill(orders, order.toArray());
    }
    for (int image = 0; image < tokens.length; image++) {
      int[] row = tokens[image];
      orders[image] =
          Arrays.stream(orders[image])
              .map(cell -> cell + 1)
              .filter(i -> row[i] == MASKED)
              .toArray();
    }
    return orders;
  }

  /**
   * How many of so many tokens are known after a step, in float32 and cut as in the authors' code.
   */
  static int known(int step, int steps, int tokens) {
    float ratio = (step + 1f) / steps;
    float share = 1 - (float) Math.acos(ratio) / HALF_PI;
    return Math.min(tokens, Math.max(step + 1, (int) (share * tokens)));
  }
}
