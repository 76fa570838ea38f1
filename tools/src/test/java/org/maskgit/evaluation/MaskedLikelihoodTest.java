package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.data.TokenManifest;
import org.maskgit.data.TokenShardWriter;
import org.maskgit.data.TokenShards;
import org.maskgit.training.MaskRatio;
import org.maskgit.training.TokenBatch;

class MaskedLikelihoodTest {
  private static final int TOKENS = 16;
  private static final int CODES = 8;
  private static final ImmutableIntArray SEED = ImmutableIntArray.of(3);

  @TempDir private static Path folder;
  private static TokenShards shards;
  private final List<int[]> seen = new ArrayList<>();

  @BeforeAll
  static void store() {
    TokenManifest manifest =
        new TokenManifest("0".repeat(64), 4, CODES, "a test", ImmutableList.of("a", "b"));
    int[][] tokens = new int[5][TOKENS];
    for (int i = 0; i < tokens.length; i++) {
      Arrays.fill(tokens[i], i);
    }
    TokenShardWriter writer = TokenShardWriter.open(folder.resolve("tokens"), manifest, 100);
    writer.add(new TokenBatch(tokens, new int[] {0, 1, 0, 1, 0}), "5");
    writer.finish();
    shards = TokenShards.open(folder.resolve("tokens"));
  }

  /** Says of every position that its token is {@code code} with these odds against each other. */
  private float[] model(int[][] rows, int code, double odds) {
    seen.addAll(Arrays.asList(rows));
    float[] logits = new float[rows.length * (TOKENS + 1) * CODES];
    for (int i = code; i < logits.length; i += CODES) {
      logits[i] = (float) Math.log(odds);
    }
    return logits;
  }

  private MaskedLikelihood likelihood(int code, double odds) {
    seen.clear();
    return MaskedLikelihood.of(shards, rows -> model(rows, code, odds), 2);
  }

  private static long masked(int[] row) {
    return Arrays.stream(row).filter(token -> token == -1).count();
  }

  @Test
  void whoKnowsNothingPaysTheLogarithmOfTheCodebook() {
    MaskedLikelihood.Result result = likelihood(0, 1).at(0.5, SEED, images -> {});
    assertThat(result.nll()).isCloseTo(Math.log(CODES), within(1e-9));
    assertThat(result.error()).isCloseTo(0, within(1e-9));
    assertThat(result.masked()).isEqualTo(0.5);
    assertThat(seen).hasSize(5).allSatisfy(row -> assertThat(masked(row)).isEqualTo(8));
    assertThat(seen.stream().map(row -> row[0])).containsExactly(8, 9, 8, 9, 8);
  }

  @Test
  void whoBetsOnOneCodePaysByItsOdds() {
    // Of five images one is all of code 2: p = 9/16 there, 1/16 elsewhere.
    double expected = (Math.log(16 / 9.0) + 4 * Math.log(16)) / 5;
    assertThat(likelihood(2, 9).at(1, SEED, images -> {}).nll()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void aLargerRatioHidesMoreOfTheSame() {
    likelihood(0, 1).at(0.25, SEED, images -> {});
    List<int[]> few = List.copyOf(seen);
    likelihood(0, 1).at(0.75, SEED, images -> {});
    for (int i = 0; i < few.size(); i++) {
      for (int place = 1; place <= TOKENS; place++) {
        if (few.get(i)[place] == -1) {
          assertThat(seen.get(i)[place]).isEqualTo(-1);
        }
      }
    }
    likelihood(0, 1).at(0.25, ImmutableIntArray.of(4), images -> {});
    assertThat(seen).usingElementComparator(Arrays::compare).isNotEqualTo(few);
  }

  @Test
  void aScheduleHidesItsShareAndAtLeastOne() {
    MaskedLikelihood.Result result =
        likelihood(0, 1)
            .under(
                MaskRatio.parse("linear"),
                ImmutableIntArray.copyOf(IntStream.range(0, 200)),
                images -> {});
    // The mean of max(1, ⌊16 u⌋) / 16 is (1 + 1 + 2 + … + 15) / 256.
    assertThat(result.masked()).isCloseTo(121 / 256.0, within(0.03));
    assertThat(seen).allSatisfy(row -> assertThat(masked(row)).isBetween(1L, 16L));
  }

  @Test
  void noShareAndNoSeedAreRefused() {
    assertThatThrownBy(() -> likelihood(0, 1).at(0, SEED, images -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a ratio above 0");
    assertThatThrownBy(() -> likelihood(0, 1).at(1, ImmutableIntArray.of(), images -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected at least one seed");
  }
}
