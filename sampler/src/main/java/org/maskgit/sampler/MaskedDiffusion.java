package org.maskgit.sampler;

import com.google.common.base.Preconditions;
import org.maskgit.math.XlaMath;
import org.maskgit.random.Uniform;
import org.maskgit.schedule.MaskSchedule;

/**
 * What the samplers of masked diffusion share: α, the share of tokens that are known at a time, and
 * the draw from a posterior over the codes and the mask.
 *
 * @param columns codes and mask slot
 * @param slot the mask's column, always the last one
 * @param noise a draw of positions · columns words an image
 */
record MaskedDiffusion(int columns, int slot, Noise.Draw noise) {
  private static final float TINY = 1e-10f;

  static MaskedDiffusion next(MaskSlot slot, Noise.Stream noise, int positions, int codebook) {
    int columns = slot.columns(codebook);
    return new MaskedDiffusion(columns, columns - 1, noise.next(positions * columns));
  }

  /** A schedule that leaves masks at the end is none for these samplers. */
  static void require(int steps, MaskSchedule schedule) {
    Preconditions.checkArgument(steps >= 1, "expected at least 1 step, found %s", steps);
    Preconditions.checkArgument(
        MdlmSampler.unmasks(schedule),
        "expected a schedule under which nothing stays masked, such as linear or cosine, found %s",
        schedule);
  }

  /** α at the time t = done / steps before the end: γ(t), which is small at the start. */
  static float alpha(MaskSchedule schedule, int remaining, int steps, int unknownAtStart) {
    return schedule.maskRatio((float) remaining / steps, Math.max(2, unknownAtStart));
  }

  /** The logits of a position by the temperature, with that of a code that doubles as mask cut. */
  float[] row(Logits logits, int position, Temperature temperature, int step, int steps) {
    float[] row = logits.row(position);
    temperature.apply(row, step, steps);
    if (slot < row.length) {
      row[slot] = Float.NEGATIVE_INFINITY;
    }
    return row;
  }

  /**
   * Draws a code, or the mask, for an unknown position: from q = known · softmax(row) for the codes
   * and q = masked for the slot.
   */
  int draw(int image, int position, float[] row, float known, float masked) {
    float[] p = Softmax.probabilities(row);
    int[] bits = new int[columns];
    noise.bits(image, position * columns, bits);
    int best = 0;
    float max = Float.NEGATIVE_INFINITY;
    for (int v = 0; v < columns; v++) {
      float ratio = (v == slot ? masked : known * p[v]) / exponential(bits[v]);
      if (ratio > max) {
        best = v;
        max = ratio;
      }
    }
    return best == slot ? Sampler.MASKED : best;
  }

  /** Whether a known position is masked: q = 1 − σ for its code, σ for the slot. */
  boolean masks(int image, int position, int token, float sigma) {
    if (token == slot) {
      return true; // the last code is the mask
    }
    int[] bits = new int[1];
    noise.bits(image, position * columns + token, bits);
    float keep = (1 - sigma) / exponential(bits[0]);
    noise.bits(image, position * columns + slot, bits);
    return sigma / exponential(bits[0]) > keep;
  }

  /** A number of the standard exponential distribution; q / g is largest as often as q says. */
  private static float exponential(int bits) {
    return TINY - XlaMath.log(Uniform.of(bits) + TINY);
  }
}
