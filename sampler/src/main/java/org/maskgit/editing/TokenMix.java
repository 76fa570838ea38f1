package org.maskgit.editing;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import org.maskgit.sampler.Sampler;
import org.maskgit.schedule.MaskSchedule;

/** Tokens to begin with that come from one picture or two, partly forgotten. */
public final class TokenMix {
  private TokenMix() {}

  /**
   * Forgets a share of a picture's tokens: the state of a run in its middle.
   *
   * @param tokens a picture's tokens
   * @param order every position once; the first ones are forgotten
   * @param share how much is forgotten, 0 to 1, rounded to whole tokens
   * @return the tokens, {@link Sampler#MASKED} where forgotten
   * @throws IllegalArgumentException if the share is out of range, or the order has another length
   */
  public static int[] forgotten(int[] tokens, int[] order, double share) {
    requireShare(share);
    requireLength(tokens.length, order);
    int[] kept = tokens.clone();
    Arrays.stream(order)
        .limit(Math.round(share * tokens.length))
        .forEach(at -> kept[at] = Sampler.MASKED);
    return kept;
  }

  /**
   * Exchanges one picture's tokens for another's, in one order for all frames:
   *
   * <ol>
   *   <li>Frame k of 0 … n − 1 is at r = k / (n − 1). Of N tokens N − ⌊N γ(r)⌋ are exchanged; none
   *       in the first frame and all in the last, which are the two pictures.
   *   <li>The positions around the latest exchange are forgotten, half of them before it and half
   *       behind it: none at the ends, and the share asked for in the middle, linear between.
   * </ol>
   *
   * @param from tokens of the first frame
   * @param to tokens of the last frame
   * @param order every position once, in the order of exchange
   * @param frames n, at least 2
   * @param exchange γ
   * @param share how much is forgotten in the middle, 0 to 1
   * @return [frames][tokens], {@link Sampler#MASKED} where forgotten
   * @throws IllegalArgumentException if an argument is out of range, or the lengths differ
   */
  public static int[][] between(
      int[] from, int[] to, int[] order, int frames, MaskSchedule exchange, double share) {
    checkArgument(frames >= 2, "expected at least 2 frames, found %s", frames);
    checkArgument(
        from.length == to.length,
        "expected two pictures of as many tokens, found %s and %s",
        from.length,
        to.length);
    requireShare(share);
    requireLength(from.length, order);
    int[][] mixed = new int[frames][];
    for (int frame = 0; frame < frames; frame++) {
      double r = (double) frame / (frames - 1);
      long forgotten = Math.round(share * from.length * (1 - Math.abs(2 * r - 1)));
      long begin = exchanged(frame, frames, from.length, exchange) - forgotten / 2;
      mixed[frame] = from.clone();
      for (int i = 0; i < order.length && i < begin + forgotten; i++) {
        mixed[frame][order[i]] = i < begin ? to[order[i]] : Sampler.MASKED;
      }
    }
    return mixed;
  }

  private static int exchanged(int frame, int frames, int tokens, MaskSchedule exchange) {
    if (frame == 0) {
      return 0;
    }
    return frame == frames - 1
        ? tokens
        : tokens - (int) (tokens * exchange.maskRatio(frame - 1, frames - 1, tokens));
  }

  private static void requireShare(double share) {
    checkArgument(share >= 0 && share <= 1, "expected a share from 0 to 1, found %s", share);
  }

  private static void requireLength(int tokens, int[] order) {
    checkArgument(
        order.length == tokens, "expected an order of %s tokens, found %s", tokens, order.length);
  }
}
