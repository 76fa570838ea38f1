package org.maskgit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Numbers from the test suites of Random123 and JAX. */
final class KnownAnswersTest {
  private static final JaxRandom LEGACY = JaxRandom.of(PrngLayout.LEGACY);
  private static final JaxRandom PARTITIONABLE = JaxRandom.of(PrngLayout.PARTITIONABLE);

  private static PrngKey key(long high, long low) {
    return new PrngKey((int) high, (int) low);
  }

  private static long[] unsigned(int[] words) {
    return IntStream.of(words).mapToLong(Integer::toUnsignedLong).toArray();
  }

  @Test
  void threefryHasTheVectorsOfRandom123() {
    assertThat(Threefry.hash(key(0, 0), 0, 0)).isEqualTo(key(0x6b200159, 0x99ba4efe));
    assertThat(Threefry.hash(key(-1, -1), -1, -1)).isEqualTo(key(0x1cb996fc, 0xbb002be7));
    assertThat(Threefry.hash(key(0x13198a2e, 0x03707344), 0x243f6a88, 0x85a308d3))
        .isEqualTo(key(0xc4923a9c, 0x483df7a0));
  }

  @Test
  void legacyHasTheNumbersOfJaxTests() {
    assertThat(unsigned(LEGACY.bits(PrngKey.of(1701), 3)))
        .containsExactly(56197195L, 4200222568L, 961309823L);
    assertThat(LEGACY.split(PrngKey.of(0), 4))
        .containsExactly(
            key(2285895361L, 1501764800L),
            key(1518642379L, 4090693311L),
            key(433833334L, 4221794875L),
            key(839183663L, 3740430601L));
    assertThat(LEGACY.foldIn(PrngKey.of(0), 4)).isEqualTo(key(2285895361L, 433833334L));
    assertThat(LEGACY.randint(PrngKey.of(0), 9, 0, 8)).containsExactly(2, 1, 3, 6, 1, 5, 6, 3, 4);
  }

  @Test
  void theNotebooksKeysAreEqualInBothLayouts() {
    PrngKey legacy = SeedPath.parse("42/1").key(PrngLayout.LEGACY);
    assertThat(legacy).isEqualTo(key(255383827L, 267815257L));
    assertThat(LEGACY.split(legacy))
        .isEqualTo(List.of(key(1224796891L, 3487907634L), key(754422081L, 3987528881L)));
    PrngKey partitionable = SeedPath.parse("42/1").key(PrngLayout.PARTITIONABLE);
    assertThat(partitionable).isEqualTo(key(64467757L, 2916123636L));
    assertThat(PARTITIONABLE.split(partitionable))
        .isEqualTo(List.of(key(3187376881L, 129218101L), key(2350016172L, 1168365246L)));
  }

  @Test
  void firstNumbersOfSeed42AreThoseOfTheReference() {
    assertThat(unsigned(LEGACY.bits(PrngKey.of(42), 5)))
        .containsExactly(3134548294L, 3733159049L, 843694964L, 894150801L, 801545058L);
    assertThat(unsigned(PARTITIONABLE.bits(PrngKey.of(42), 5)))
        .containsExactly(2098992034L, 2919706841L, 2646866425L, 2409546199L, 1935504149L);
    assertThat(LEGACY.gumbel(PrngKey.of(42), 5))
        .containsExactly(
            new float[] {1.1553129f, 1.9647626f, -0.486989f, -0.4506456f, -0.517995f},
            within(5e-7f));
    assertThat(PARTITIONABLE.gumbel(PrngKey.of(42), 5))
        .containsExactly(
            new float[] {0.33409342f, 0.9520195f, 0.72553056f, 0.5481715f, 0.22680497f},
            within(5e-7f));
  }
}
