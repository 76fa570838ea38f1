package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Locale;

/**
 * What can be said about a tensor's numbers at a glance. The numbers are taken as float32 and
 * summed in float64.
 *
 * @param spec name, type and shape
 * @param min the smallest finite number; NaN if there is none
 * @param max the largest finite number; NaN if there is none
 * @param mean the mean of the finite numbers; NaN if there are none
 * @param nans how many numbers are NaN
 * @param infinities how many numbers are infinite
 */
public record TensorStatistics(
    TensorSpec spec, double min, double max, double mean, long nans, long infinities) {
  private static final int PIECE = 1 << 14;

  /**
   * Reads a tensor through once, a small piece at a time.
   *
   * @param tensor the tensor
   * @return its statistics
   */
  public static TensorStatistics of(CheckpointTensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    int width = tensor.dtype().bytes();
    FloatBuffer piece = FloatBuffer.allocate(PIECE);
    Accumulator accumulator = new Accumulator();
    for (long at = 0; at < bytes.limit(); at += (long) PIECE * width) {
      int length = (int) Math.min((long) PIECE * width, bytes.limit() - at);
      piece.clear();
      ByteBuffer stored = bytes.slice((int) at, length).order(ByteOrder.LITTLE_ENDIAN);
      Elements.toFloats(tensor.dtype(), stored, piece);
      accumulator.add(piece.flip());
    }
    return accumulator.statistics(tensor.spec());
  }

  /**
   * Says whether all numbers are finite.
   *
   * @return true without NaN and infinities
   */
  public boolean isFinite() {
    return nans == 0 && infinities == 0;
  }

  /**
   * The statistics in words, NaN and infinities named when there are any.
   *
   * @return words such as {@code min -1.3872 max 0.9978 mean 0.0012, 3 NaN}
   */
  public String describe() {
    StringBuilder words =
        new StringBuilder(
            String.format(Locale.ROOT, "min %.4f max %.4f mean %.4f", min, max, mean));
    if (nans > 0) {
      words.append(", ").append(nans).append(" NaN");
    }
    if (infinities > 0) {
      words.append(", ").append(infinities).append(" infinite");
    }
    return words.toString();
  }

  private static final class Accumulator {
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;
    private long finite;
    private long nans;
    private long infinities;

    void add(FloatBuffer piece) {
      while (piece.hasRemaining()) {
        float value = piece.get();
        if (Float.isFinite(value)) {
          min = Math.min(min, value);
          max = Math.max(max, value);
          sum += value;
          finite++;
        } else if (Float.isNaN(value)) {
          nans++;
        } else {
          infinities++;
        }
      }
    }

    TensorStatistics statistics(TensorSpec spec) {
      return finite == 0
          ? new TensorStatistics(spec, Double.NaN, Double.NaN, Double.NaN, nans, infinities)
          : new TensorStatistics(spec, min, max, sum / finite, nans, infinities);
    }
  }
}
