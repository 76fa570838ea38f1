package org.maskgit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SeedPathTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "42,42",
    "-3,4294967293",
    "2147483648,2147483648",
    "4294967296,0",
    "4294967338,42"
  })
  void aSeedIsTakenModulo32Bits(long seed, long low) {
    assertThat(PrngKey.of(seed)).isEqualTo(new PrngKey(0, (int) low));
    assertThat(PrngKey.of(seed)).hasToString("[0 %d]".formatted(low));
  }

  @ParameterizedTest
  @EnumSource(PrngLayout.class)
  void childrenAreFollowedThroughSplitsInTwo(PrngLayout layout) {
    JaxRandom random = JaxRandom.of(layout);
    PrngKey root = PrngKey.of(42);
    assertThat(SeedPath.parse("42").key(layout)).isEqualTo(root);
    assertThat(SeedPath.parse("42/1").key(layout)).isEqualTo(random.split(root).get(1));
    assertThat(SeedPath.parse("42/0/1").key(layout))
        .isEqualTo(random.split(random.split(root).get(0)).get(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"42", "-3", "42/1", "42/0/1", "9223372036854775807/0"})
  void printsWhatItParses(String text) {
    assertThat(SeedPath.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "42/", "42/x", "/1", "4.5", "9223372036854775808"})
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeedPath.parse(text))
        .withMessage("expected a seed such as 42, 42/1 or 42/0/1, found " + text);
  }

  @Test
  void aSplitHasTwoChildren() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeedPath.parse("42/2"))
        .withMessage("expected child 0 or 1 of a split, found 2");
  }

  @Test
  void layoutsAreFoundByName() {
    assertThat(PrngLayout.parse("legacy")).isEqualTo(PrngLayout.LEGACY);
    assertThat(PrngLayout.parse("partitionable")).isEqualTo(PrngLayout.PARTITIONABLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrngLayout.parse("Legacy"))
        .withMessage("expected legacy or partitionable, found Legacy");
  }
}
