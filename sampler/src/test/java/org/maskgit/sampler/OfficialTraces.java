package org.maskgit.sampler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.schedule.MaskSchedule;
import org.maskgit.testing.Golden;

/** The golden runs of {@code parallel_decode.decode} with the tiny transformer. */
public final class OfficialTraces {
  private static final int BATCH = 3;
  private static final int POSITIONS = 17;
  private static final int STEPS_AXIS = 16;

  private OfficialTraces() {}

  /**
   * One run.
   *
   * @param input [batch][positions]
   * @param finalSeqs [batch][step][position]
   * @param seen what the model received, [step][batch][position], from the first step that ran
   * @param maskLength [batch][step]; 0 where it was NaN
   */
  public record Trace(
      int number,
      ConfidenceSampler sampler,
      BatchNoise noise,
      int[][] input,
      int[][][] finalSeqs,
      int[][][] seen,
      int[][] maskLength) {

    @Override
    public String toString() {
      return "trace %d: %s, %s".formatted(number, sampler, noise);
    }
  }

  /** Reads all runs. */
  public static List<Trace> read() {
    List<Trace> traces = new ArrayList<>();
    var names = Golden.json("decode_traces").getAsJsonArray("methods");
    try (Golden golden = Golden.npz("decode_traces")) {
      int[] steps = golden.ints("T");
      int[] method = golden.ints("method");
      float[] temperature = golden.floats("choice_temperature");
      int[] startStep = golden.ints("start_iter");
      int[] key = golden.ints("key");
      int[] partitionable = golden.ints("partitionable");
      int[] inputs = golden.ints("inputs");
      int[] finalSeqs = golden.ints("final_seqs");
      int[] seen = golden.ints("cur_ids_seen");
      int[] maskLength = golden.ints("mask_len");
      for (int i = 0; i < steps.length; i++) {
        traces.add(
            new Trace(
                i,
                new ConfidenceSampler(
                    steps[i],
                    startStep[i],
                    MaskSchedule.parse(names.get(method[i]).getAsString()),
                    temperature[i]),
                new BatchNoise(
                    partitionable[i] == 1 ? PrngLayout.PARTITIONABLE : PrngLayout.LEGACY,
                    new PrngKey(key[2 * i], key[2 * i + 1])),
                rows(inputs, i, BATCH, POSITIONS),
                images(finalSeqs, i, steps[i]),
                bySteps(images(seen, i, steps[i]), startStep[i]),
                rows(maskLength, i, BATCH, STEPS_AXIS)));
      }
    }
    return traces;
  }

  /** Rows of the array at an index of [n, count, length]. */
  static int[][] rows(int[] values, int index, int count, int length) {
    int[][] out = new int[count][];
    for (int i = 0; i < count; i++) {
      int from = (index * count + i) * length;
      out[i] = Arrays.copyOfRange(values, from, from + length);
    }
    return out;
  }

  private static int[][][] images(int[] values, int trace, int steps) {
    int[][][] out = new int[BATCH][][];
    for (int image = 0; image < BATCH; image++) {
      int[][] padded = rows(values, trace * BATCH + image, STEPS_AXIS, POSITIONS);
      out[image] = Arrays.copyOf(padded, steps);
    }
    return out;
  }

  private static int[][][] bySteps(int[][][] images, int startStep) {
    int steps = images[0].length;
    int[][][] out = new int[steps - startStep][BATCH][];
    for (int step = startStep; step < steps; step++) {
      for (int image = 0; image < BATCH; image++) {
        out[step - startStep][image] = images[image][step];
      }
    }
    return out;
  }
}
