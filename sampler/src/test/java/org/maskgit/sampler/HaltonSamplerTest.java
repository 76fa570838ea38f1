package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.testing.Golden;

/** Against the code of Halton-MaskGIT, and what it doesn't do. */
final class HaltonSamplerTest {
  private static final Noise NOISE = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(0));
  private static final int STEPS_AXIS = 32;

  @ParameterizedTest
  @ValueSource(ints = {4, 6, 8, 16, 24, 32})
  void theOrderIsThatOfTheAuthors(int side) {
    try (Golden golden = Golden.npz("halton_order")) {
      int[] cells = golden.ints("order_" + side);
      int[] expected =
          IntStream.range(0, side * side)
              .map(i -> cells[2 * i] * side + cells[2 * i + 1])
              .toArray();
      assertThat(HaltonOrder.of(side).toArray()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 64})
  void theOrderHoldsEveryCellOfAnyGrid(int side) {
    assertThat(HaltonOrder.of(side).toArray())
        .containsExactlyInAnyOrder(IntStream.range(0, side * side).toArray());
  }

  @Test
  void theCountsAreThoseOfTheAuthors() {
    JsonObject json = Golden.json("halton_order");
    JsonArray sides = json.getAsJsonArray("N");
    JsonArray steps = json.getAsJsonArray("T");
    try (Golden golden = Golden.npz("halton_order")) {
      int[] counts = golden.ints("cumulative_count");
      for (int n = 0; n < sides.size(); n++) {
        int tokens = sides.get(n).getAsInt() * sides.get(n).getAsInt();
        for (int t = 0; t < steps.size(); t++) {
          for (int k = 0; k < steps.get(t).getAsInt(); k++) {
            assertThat(HaltonSampler.known(k, steps.get(t).getAsInt(), tokens))
                .isEqualTo(counts[(n * steps.size() + t) * STEPS_AXIS + k]);
          }
        }
      }
    }
    assertThat(HaltonSampler.known(21, 45, 1024)).as("332 in double precision").isEqualTo(333);
  }

  @Test
  void theRampsAreThoseOfTheAuthors() {
    JsonArray ramps = Golden.json("halton_order").getAsJsonArray("ramps");
    try (Golden golden = Golden.npz("halton_order")) {
      for (int i = 0; i < ramps.size(); i++) {
        LogitRamp ramp = ramp(ramps.get(i).getAsJsonObject());
        float[] expected = golden.floats("ramp_" + i);
        for (int k = 0; k < expected.length; k++) {
          assertThat(ramp.at(k, expected.length)).isCloseTo(expected[k], Offset.offset(2e-7f));
        }
      }
    }
  }

  private static LogitRamp ramp(JsonObject json) {
    return new LogitRamp(
        json.get("sm_temp_min").getAsFloat(),
        json.get("sm_temp_max").getAsFloat(),
        json.get("temp_pow").getAsFloat(),
        json.get("temp_warmup").getAsInt());
  }

  /** Trace 4 begins with known cells, which the authors' sampler draws anew and ours keeps. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void theTracesAreThoseOfTheAuthors(int number) {
    JsonObject json =
        Golden.json("halton_order").getAsJsonArray("traces").get(number).getAsJsonObject();
    int side = json.get("N").getAsInt();
    int cells = side * side;
    int codes = json.get("C").getAsInt();
    int steps = json.get("step").getAsInt();
    HaltonSampler sampler =
        new HaltonSampler(
            steps, ramp(json), new Truncation(json.get("top_k").getAsInt(), 1f), false);
    int[][] input = new int[2][cells + 1];
    for (int b = 0; b < 2; b++) {
      Arrays.fill(input[b], Sampler.MASKED);
      input[b][0] = codes + json.getAsJsonArray("labels").get(b).getAsInt();
    }
    int noClass = codes + 10;
    StubModel stub = new StubModel(codes, input, noClass);
    TokensToLogits model =
        new GuidedLogits(stub, Guidance.constant(json.get("w").getAsFloat()), noClass);
    try (Golden golden = Golden.npz("halton_order")) {
      int[] seen = golden.ints("trace%d_code_seen".formatted(number));
      int[] after = golden.ints("trace%d_code_after".formatted(number));
      sampler.sample(
          input,
          NOISE,
          new TokensToLogits() {
            @Override
            public float[] logits(int[][] tokens) {
              throw new AssertionError("samplers ask for a step");
            }

            @Override
            public TokensToLogits at(int step, int count) {
              return tokens -> {
                assertThat(codes(tokens, codes)).isDeepEqualTo(rows(seen, step, steps, cells));
                return model.at(step, count).logits(tokens);
              };
            }
          },
          step ->
              assertThat(codes(step.tokens(), codes))
                  .isDeepEqualTo(rows(after, step.step(), steps, cells)));
    }
  }

  private static int[][] codes(int[][] tokens, int mask) {
    return Arrays.stream(tokens)
        .map(row -> Arrays.stream(row).skip(1).map(id -> id < 0 ? mask : id).toArray())
        .toArray(int[][]::new);
  }

  private static int[][] rows(int[] values, int step, int steps, int cells) {
    int[][] rows = new int[2][];
    for (int b = 0; b < 2; b++) {
      int from = (b * steps + step) * cells;
      rows[b] = Arrays.copyOfRange(values, from, from + cells);
    }
    return rows;
  }

  /** The formula that the traces were made with. */
  private record StubModel(int codes, int[][] input, int noClass) implements TokensToLogits {
    private static final long PRIME = 1048573;

    @Override
    public float[] logits(int[][] tokens) {
      int cells = tokens[0].length - 1;
      float[] logits = new float[tokens.length * (cells + 1) * codes];
      for (int b = 0; b < tokens.length; b++) {
        long drop = tokens[b][0] == noClass ? 1 : 0;
        long label = (long) input[b % input.length][0] - codes;
        long known = Arrays.stream(tokens[b]).skip(1).filter(id -> id >= 0).count();
        long sum = Arrays.stream(tokens[b]).skip(1).filter(id -> id >= 0).sum();
        for (int p = 0; p < cells; p++) {
          for (int c = 0; c < codes; c++) {
            long h =
                (7919L * p
                        + 104729L * c
                        + 1299709L * known
                        + 15485863L * sum
                        + 32452843L * label
                        + 49979687L * drop)
                    % PRIME;
            h = (h * h + 12345 * h) % PRIME;
            logits[(b * (cells + 1) + p + 1) * codes + c] = h / (float) PRIME * 8 - 4;
          }
        }
      }
      return logits;
    }
  }

  @Test
  void rollingBeginsTheOrderElsewhere() {
    int[] order = HaltonOrder.of(4).toArray();
    int[] rolled = HaltonOrder.rolled(HaltonOrder.of(4), 3);
    assertThat(rolled[3]).isEqualTo(order[0]);
    assertThat(rolled[0]).isEqualTo(order[13]);
    List<int[]> orders = List.of(HaltonOrder.randomlyRolled(HaltonOrder.of(4), 40, NOISE.open(40)));
    assertThat(orders.stream().map(Arrays::toString).distinct().count()).isGreaterThan(8);
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HaltonSampler.of(0))
        .withMessage("expected at least 1 step, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                HaltonSampler.of(2)
                    .sample(
                        new int[][] {{6, -1, -1, -1}}, NOISE, new ToyModel(), StepListener.none()))
        .withMessage("expected the tokens of a square grid, found 3");
    for (String ramp : new String[] {"1", "1,x", "1,2,3,4,5", "0,1", "1,1,1,-1", "1,1,1,0.5"}) {
      assertThatIllegalArgumentException().as(ramp).isThrownBy(() -> LogitRamp.parse(ramp));
    }
    assertThat(LogitRamp.parse("1,1.2,2,3")).isEqualTo(new LogitRamp(1f, 1.2f, 2f, 3));
  }
}
