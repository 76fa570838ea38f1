package org.maskgit.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class GumbelTest {
  private static final int WORDS = 1 << 23;
  private static final int LOW_BITS = 9;

  @Test
  void noWordExceedsItsCeiling() {
    int above = 0;
    for (int i = 0; i < WORDS; i++) {
      int bits = i << LOW_BITS;
      if (!(Gumbel.of(bits) <= Gumbel.ceiling(bits))) {
        above++;
      }
    }
    assertThat(above).isZero();
  }

  @Test
  void theRangeIsTheDocumentedOne() {
    assertThat(Gumbel.of(0)).isEqualTo(-4.469769f);
    assertThat(Gumbel.of(-1)).isBetween(15.94f, 15.95f);
  }

  @Test
  void argmaxIsTheFirstLargestSum() {
    Random random = new Random(5);
    float[] logits = new float[3000];
    int[] bits = new int[1000];
    for (int round = 0; round < 200; round++) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (random.nextGaussian() * (round % 10));
      }
      for (int i = 0; i < bits.length; i++) {
        bits[i] = random.nextInt();
      }
      int offset = random.nextInt(2000);
      int expected = 0;
      for (int i = 0; i < bits.length; i++) {
        if (logits[offset + i] + Gumbel.of(bits[i])
            > logits[offset + expected] + Gumbel.of(bits[expected])) {
          expected = i;
        }
      }
      assertThat(Gumbel.argmax(logits, offset, bits, bits.length)).isEqualTo(expected);
    }
  }

  @Test
  void theFirstOfEqualSumsWins() {
    assertThat(Gumbel.argmax(new float[] {0, 1, 1, 0}, 0, new int[4], 4)).isEqualTo(1);
  }

  @Test
  void infiniteAndUndefinedLogitsBehaveAsInJax() {
    float low = Float.NEGATIVE_INFINITY;
    int[] bits = {1 << 30, 2 << 30, -1, 5};
    assertThat(Gumbel.argmax(new float[] {low, low, low, low}, 0, bits, 4)).isZero();
    assertThat(Gumbel.argmax(new float[] {low, low, -9f, low}, 0, bits, 4)).isEqualTo(2);
    assertThat(Gumbel.argmax(new float[] {9f, Float.NaN, 20f, Float.NaN}, 0, bits, 4)).isOne();
  }
}
