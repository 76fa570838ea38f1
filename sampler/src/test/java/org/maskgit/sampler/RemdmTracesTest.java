package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.schedule.MaskSchedule;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.TransformerModel;

/** All 305 runs of ReMDM's code: every token of every step. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RemdmTracesTest {
  private static final int CODEBOOK = 64;
  private static final int BATCH = 3;
  private static final int POSITIONS = 17;
  private static final int STEPS_AXIS = 32;

  private JsonObject json;

  @BeforeAll
  void read() {
    json = Golden.json("remdm_traces");
  }

  private static Sampler sampler(
      String strategy, int steps, MaskSchedule schedule, Temperature temperature, float eta) {
    if (strategy.equals("maskgit")) {
      return new ConfidenceSampler(steps, 0, schedule, 4.5f, temperature, Truncation.NONE);
    }
    MaskSlot slot = MaskSlot.LAST_CODE;
    if (strategy.equals("mdlm")) {
      return new MdlmSampler(steps, schedule, temperature, slot);
    }
    Remasking remasking =
        Map.of(
                "remdm_cap",
                Remasking.CAP,
                "remdm_rescale",
                Remasking.RESCALE,
                "remdm_conf",
                Remasking.CONFIDENCE)
            .get(strategy);
    return new RemdmSampler(remasking, steps, schedule, temperature, slot, eta, true);
  }

  @Test
  void everyTraceIsEqualWithTheTransformer() {
    Map<ImmutableIntArray, float[]> known = new HashMap<>();
    try (Golden golden = Golden.npz("remdm_traces");
        TransformerModel model =
            TransformerModel.load(Checkpoint.open(Golden.TINY_TRANSFORMER), CODEBOOK)) {
      int[] steps = golden.ints("T");
      int[] strategy = golden.ints("strategy");
      int[] method = golden.ints("method");
      float[] eta = golden.floats("remdm_eta");
      float[] temperature = golden.floats("sampling_temperature");
      int[] annealing = golden.ints("annealing");
      int[] key = golden.ints("key");
      int[] partitionable = golden.ints("partitionable");
      int[] inputs = golden.ints("inputs");
      int[] finalSeqs = golden.ints("final_seqs");
      assertThat(steps).hasSize(305);
      for (int i = 0; i < steps.length; i++) {
        Sampler sampler =
            sampler(
                json.getAsJsonArray("strategies").get(strategy[i]).getAsString(),
                steps[i],
                MaskSchedule.parse(json.getAsJsonArray("methods").get(method[i]).getAsString()),
                new Temperature(temperature[i], annealing[i] == 1),
                eta[i]);
        Noise noise =
            new BatchNoise(
                partitionable[i] == 1 ? PrngLayout.PARTITIONABLE : PrngLayout.LEGACY,
                new PrngKey(key[2 * i], key[2 * i + 1]));
        int[][] input = OfficialTraces.rows(inputs, i, BATCH, POSITIONS);
        int[][][] expected = new int[BATCH][][];
        for (int image = 0; image < BATCH; image++) {
          int[][] padded = OfficialTraces.rows(finalSeqs, i * BATCH + image, STEPS_AXIS, POSITIONS);
          expected[image] = Arrays.copyOf(padded, steps[i]);
        }
        Sampling sampling =
            sampler.sample(input, noise, remembering(known, model), StepListener.none());
        assertThat(sampling.trace()).as("trace %s: %s", i, sampler).isDeepEqualTo(expected);
      }
    }
  }

  /** Asks a model only for rows that it hasn't been asked for. */
  private static TokensToLogits remembering(
      Map<ImmutableIntArray, float[]> known, TransformerModel model) {
    return tokens -> {
      int[][] missing =
          Arrays.stream(tokens)
              .filter(row -> !known.containsKey(ImmutableIntArray.copyOf(row)))
              .toArray(int[][]::new);
      if (missing.length > 0) {
        float[] logits = model.logits(missing);
        int size = logits.length / missing.length;
        for (int i = 0; i < missing.length; i++) {
          known.put(
              ImmutableIntArray.copyOf(missing[i]),
              Arrays.copyOfRange(logits, i * size, (i + 1) * size));
        }
      }
      float[] all = new float[tokens.length * POSITIONS * CODEBOOK];
      for (int i = 0; i < tokens.length; i++) {
        float[] row = known.get(ImmutableIntArray.copyOf(tokens[i]));
        System.arraycopy(row, 0, all, i * row.length, row.length);
      }
      return all;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "uniform"})
  void alphaIsThatOfTheCompiledCode(String method) {
    try (Golden golden = Golden.npz("remdm_traces")) {
      float[] expected = golden.floats("alpha__" + method + "__compiled");
      for (int t = 0; t < 5; t++) {
        int steps = json.getAsJsonArray("alpha_T").get(t).getAsInt();
        for (int k = 0; k < steps; k++) {
          int at = (t * STEPS_AXIS + k) * 2;
          MaskSchedule schedule = MaskSchedule.parse(method);
          assertThat(MaskedDiffusion.alpha(schedule, steps - k, steps, 16))
              .isCloseTo(expected[at], Offset.offset(3e-7f));
          assertThat(MaskedDiffusion.alpha(schedule, steps - k - 1, steps, 16))
              .isCloseTo(expected[at + 1], Offset.offset(3e-7f));
        }
      }
    }
  }
}
