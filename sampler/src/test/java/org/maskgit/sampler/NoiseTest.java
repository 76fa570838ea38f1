package org.maskgit.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.random.JaxRandom;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;

final class NoiseTest {
  private static final PrngKey KEY = PrngKey.of(42);

  private static int[] words(Noise.Draw draw, int image, int from, int count) {
    int[] out = new int[count];
    draw.bits(image, from, out);
    return out;
  }

  @ParameterizedTest
  @EnumSource(PrngLayout.class)
  void aBatchDrawsOneArrayWithChild1OfEachSplit(PrngLayout layout) {
    JaxRandom random = JaxRandom.of(layout);
    Noise.Stream stream = new BatchNoise(layout, KEY).open(3);
    PrngKey carry = KEY;
    for (int size : new int[] {10, 7, 10}) {
      ImmutableList<PrngKey> keys = random.split(carry);
      carry = keys.get(0);
      int[] expected = random.bits(keys.get(1), 3 * size);
      Noise.Draw draw = stream.next(size);
      for (int image = 2; image >= 0; image--) {
        assertThat(words(draw, image, 2, 4))
            .isEqualTo(Arrays.copyOfRange(expected, image * size + 2, image * size + 6));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PrngLayout.class)
  void everyRunDrawsTheSame(PrngLayout layout) {
    Noise noise = new BatchNoise(layout, KEY);
    assertThat(words(noise.open(2).next(9), 1, 0, 9))
        .isEqualTo(words(noise.open(2).next(9), 1, 0, 9));
  }

  @ParameterizedTest
  @EnumSource(PrngLayout.class)
  void anImageOfItsOwnKeyDoesNotDependOnItsBatch(PrngLayout layout) {
    PrngKey third = JaxRandom.of(layout).foldIn(KEY, 3);
    Noise.Stream alone = new BatchNoise(layout, third).open(1);
    Noise.Stream first = new PerImageNoise(layout, KEY, 3).open(1);
    Noise.Stream last = new PerImageNoise(layout, KEY, 0).open(4);
    for (int size : new int[] {8, 5}) {
      int[] expected = words(alone.next(size), 0, 0, size);
      assertThat(words(first.next(size), 0, 0, size)).isEqualTo(expected);
      assertThat(words(last.next(size), 3, 0, size)).isEqualTo(expected);
    }
  }
}
