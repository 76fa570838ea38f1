package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.TransformerModel;

final class FirstStepCacheTest {
  private static final int CODEBOOK = 64;
  private static final int TOKENS = 16;
  private static final int ROW_BYTES = (1 + TOKENS) * CODEBOOK * Float.BYTES;

  private final List<int[][]> asked = new ArrayList<>();

  private TokensToLogits watched(TokensToLogits model) {
    return tokens -> {
      asked.add(Tokens.copy(tokens));
      return model.logits(tokens);
    };
  }

  /** Logits of the right size that say which row they are of. */
  private static float[] numbers(int[][] tokens) {
    float[] logits = new float[tokens.length * (1 + TOKENS) * CODEBOOK];
    for (int i = 0; i < logits.length; i++) {
      int[] row = tokens[i / ((1 + TOKENS) * CODEBOOK)];
      logits[i] = Arrays.hashCode(row) % 1000 + i % ((1 + TOKENS) * CODEBOOK);
    }
    return logits;
  }

  private static int[] masked(int label) {
    int[] row = new int[1 + TOKENS];
    Arrays.fill(row, Sampler.MASKED);
    row[0] = CODEBOOK + label;
    return row;
  }

  private static int[] partlyKnown(int label) {
    int[] row = masked(label);
    row[5] = 3;
    return row;
  }

  @Test
  void whatIsRememberedIsBitEqualToWhatIsComputed() {
    try (TransformerModel transformer =
        TransformerModel.load(Checkpoint.open(Golden.TINY_TRANSFORMER), CODEBOOK)) {
      FirstStepCache cache = FirstStepCache.of(watched(transformer::logits), 1 << 20);
      float[] alone = cache.logits(new int[][] {masked(2)});
      float[] four = cache.logits(new int[][] {masked(1), masked(2), masked(2), masked(1)});
      int size = alone.length;
      assertThat(Arrays.copyOfRange(four, size, 2 * size)).isEqualTo(alone);
      assertThat(Arrays.copyOfRange(four, 2 * size, 3 * size)).isEqualTo(alone);
      assertThat(alone).isEqualTo(transformer.logits(new int[][] {masked(2)}));
      assertThat(asked).hasSize(2).allSatisfy(batch -> assertThat(batch).hasDimensions(1, 17));
    }
  }

  @Test
  void asksOnceForAClassThatABatchHoldsManyTimes() {
    FirstStepCache cache = FirstStepCache.of(watched(FirstStepCacheTest::numbers), 1 << 20);
    int[][] batch = {masked(4), masked(4), masked(4)};
    assertThat(cache.logits(batch)).isEqualTo(numbers(batch));
    assertThat(cache.logits(batch)).isEqualTo(numbers(batch));
    assertThat(asked).hasSize(1);
  }

  @Test
  void aPartlyKnownImageIsNeverRemembered() {
    FirstStepCache cache = FirstStepCache.of(watched(FirstStepCacheTest::numbers), 1 << 20);
    int[][] batch = {partlyKnown(1), partlyKnown(2)};
    cache.logits(batch);
    assertThat(cache.logits(batch)).isEqualTo(numbers(batch));
    assertThat(asked).hasSize(2).allSatisfy(seen -> assertThat(seen).isDeepEqualTo(batch));
    assertThat(cache.size()).isZero();
  }

  @Test
  void theOtherRowsOfABatchGoToTheModelTogetherAndComeBackInTheirPlaces() {
    FirstStepCache cache = FirstStepCache.of(watched(FirstStepCacheTest::numbers), 1 << 20);
    int[][] batch = {partlyKnown(1), masked(1), partlyKnown(2), masked(3)};
    assertThat(cache.logits(batch)).isEqualTo(numbers(batch));
    assertThat(asked).hasSize(3);
    assertThat(asked.get(2)).isDeepEqualTo(new int[][] {batch[0], batch[2]});
  }

  @Test
  void staysWithinItsBound() {
    FirstStepCache cache = FirstStepCache.of(watched(FirstStepCacheTest::numbers), 3 * ROW_BYTES);
    for (int label = 0; label < 10; label++) {
      cache.logits(new int[][] {masked(label)});
      assertThat(cache.size()).isLessThanOrEqualTo(3);
    }
    cache.logits(new int[][] {masked(9)});
    assertThat(asked).hasSize(10);
    FirstStepCache none = FirstStepCache.of(FirstStepCacheTest::numbers, ROW_BYTES - 1);
    none.logits(new int[][] {masked(1)});
    assertThat(none.size()).isZero();
    assertThatThrownBy(() -> FirstStepCache.of(FirstStepCacheTest::numbers, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a bound of 0 bytes or more, found -1");
  }

  @Test
  void aGuidedRunRemembersTheUnconditionalClassToo() {
    FirstStepCache cache = FirstStepCache.of(watched(FirstStepCacheTest::numbers), 1 << 20);
    TokensToLogits guided = new GuidedLogits(cache, Guidance.constant(2), CODEBOOK + 10);
    guided.logits(new int[][] {masked(1), masked(2)});
    guided.logits(new int[][] {masked(2), masked(1)});
    assertThat(asked.stream().map(batch -> batch[0][0] - CODEBOOK)).containsExactly(1, 2, 10);
  }

  @Test
  void severalThreadsGetTheSameNumbers() {
    FirstStepCache cache = FirstStepCache.of(FirstStepCacheTest::numbers, 2 * ROW_BYTES);
    assertThat(
            IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> new int[][] {masked(i % 7)})
                .allMatch(batch -> Arrays.equals(cache.logits(batch), numbers(batch))))
        .isTrue();
  }
}
