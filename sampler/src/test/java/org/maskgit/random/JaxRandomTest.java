package org.maskgit.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.maskgit.io.NpyArray;
import org.maskgit.testing.Golden;

/** Every array of the golden file of {@code jax.random}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JaxRandomTest {
  private static final List<String> SHAPES = List.of("scalar", "5", "8", "3x4", "2x17");

  private Golden golden;

  @BeforeAll
  void open() {
    golden = Golden.npz("prng");
  }

  @AfterAll
  void close() {
    golden.close();
  }

  static Stream<Arguments> layoutsAndSeeds() {
    return Arrays.stream(PrngLayout.values())
        .flatMap(
            layout ->
                Stream.of("0", "42", "2147483648", "m3").map(seed -> Arguments.of(layout, seed)));
  }

  private static String name(PrngLayout layout, String seed, String function) {
    return "%s__seed%s__%s".formatted(layout, seed, function);
  }

  private static PrngKey key(String seed) {
    return SeedPath.parse(seed.replace('m', '-')).key(PrngLayout.LEGACY);
  }

  private static int[] words(List<PrngKey> keys) {
    return keys.stream().flatMapToInt(key -> IntStream.of(key.high(), key.low())).toArray();
  }

  private void assertInts(
      PrngLayout layout, String seed, String function, Function<Integer, int[]> draw) {
    for (String shape : SHAPES) {
      NpyArray expected = golden.array(name(layout, seed, function + "_" + shape));
      assertThat(draw.apply((int) expected.shape().size()))
          .as("%s %s", function, shape)
          .isEqualTo(expected.ints());
    }
  }

  private void assertFloats(
      PrngLayout layout, String seed, String function, Function<Integer, float[]> draw) {
    for (String shape : SHAPES) {
      NpyArray expected = golden.array(name(layout, seed, function + "_" + shape));
      assertThat(draw.apply((int) expected.shape().size()))
          .as("%s %s", function, shape)
          .isEqualTo(expected.floats());
    }
  }

  @ParameterizedTest
  @MethodSource("layoutsAndSeeds")
  void keysSplitsAndFoldsAreEqual(PrngLayout layout, String seed) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey key = key(seed);
    assertThat(words(List.of(key))).isEqualTo(golden.ints(name(layout, seed, "key")));
    for (int n = 2; n <= 5; n++) {
      assertThat(words(random.split(key, n)))
          .isEqualTo(golden.ints(name(layout, seed, "split" + n)));
    }
    for (int data : new int[] {0, 1, 4, 7, 1000, Integer.MAX_VALUE}) {
      assertThat(words(List.of(random.foldIn(key, data))))
          .isEqualTo(golden.ints(name(layout, seed, "fold_in" + data)));
    }
  }

  @ParameterizedTest
  @MethodSource("layoutsAndSeeds")
  void wordsIntegersAndCoinsAreEqual(PrngLayout layout, String seed) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey key = key(seed);
    assertInts(layout, seed, "bits32", n -> random.bits(key, n));
    assertInts(layout, seed, "randint_0_8", n -> random.randint(key, n, 0, 8));
    assertInts(layout, seed, "randint_m5_1000", n -> random.randint(key, n, -5, 1000));
    assertInts(
        layout,
        seed,
        "bernoulli_0.9",
        n -> {
          boolean[] coins = random.bernoulli(key, n, 0.9f);
          return IntStream.range(0, n).map(i -> coins[i] ? 1 : 0).toArray();
        });
  }

  @ParameterizedTest
  @MethodSource("layoutsAndSeeds")
  void floatsAreEqualBitForBit(PrngLayout layout, String seed) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey key = key(seed);
    assertFloats(layout, seed, "uniform", n -> random.uniform(key, n));
    assertFloats(layout, seed, "uniform_m2.5_7", n -> random.uniform(key, n, -2.5f, 7f));
    assertFloats(layout, seed, "gumbel", n -> random.gumbel(key, n));
    assertFloats(layout, seed, "normal", n -> random.normal(key, n));
    assertFloats(layout, seed, "truncnormal_m2_2", n -> random.truncatedNormal(key, n, -2f, 2f));
  }

  @ParameterizedTest
  @MethodSource("layoutsAndSeeds")
  void classesAndPermutationsAreEqual(PrngLayout layout, String seed) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey key = key(seed);
    for (String shape : List.of("2x17x33", "1x257x8")) {
      NpyArray logits = golden.array("logits_" + shape);
      int classes = (int) logits.shape().get(2);
      assertThat(random.categorical(key, logits.floats(), classes))
          .isEqualTo(golden.ints(name(layout, seed, "categorical_" + shape)));
    }
    for (int n : new int[] {16, 17, 257, 1000, 5000}) {
      assertThat(random.permutation(key, n))
          .isEqualTo(golden.ints(name(layout, seed, "permutation_" + n)));
    }
  }

  static Stream<PrngLayout> layouts() {
    return Arrays.stream(PrngLayout.values());
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void emptyDrawsAreEmpty(PrngLayout layout) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey key = PrngKey.of(1);
    assertThat(random.bits(key, 0)).isEmpty();
    assertThat(random.permutation(key, 0)).isEmpty();
    assertThat(random.permutation(key, 1)).containsExactly(0);
    assertThat(random.split(key, 0)).isEqualTo(ImmutableList.of());
  }
}
