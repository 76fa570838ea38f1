package org.maskgit.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RandomBitsTest {
  private static final PrngKey KEY = PrngKey.of(7);

  /** A whole draw, straight from its definition, one hash at a time. */
  private static int[] byDefinition(PrngLayout layout, int size) {
    int half = (size + 1) / 2;
    int[] out = new int[size];
    for (int i = 0; i < size; i++) {
      if (layout == PrngLayout.PARTITIONABLE) {
        PrngKey hash = Threefry.hash(KEY, 0, i);
        out[i] = hash.high() ^ hash.low();
      } else if (i < half) {
        out[i] = Threefry.hash(KEY, i, i + half < size ? i + half : 0).high();
      } else {
        out[i] = Threefry.hash(KEY, i - half, i).low();
      }
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({
    "LEGACY,1",
    "LEGACY,2",
    "LEGACY,1023",
    "LEGACY,2048",
    "LEGACY,2049",
    "LEGACY,5000",
    "PARTITIONABLE,1",
    "PARTITIONABLE,1025",
    "PARTITIONABLE,5000"
  })
  void aWholeDrawFollowsTheDefinition(PrngLayout layout, int size) {
    assertThat(new RandomBits(layout, KEY, size).all()).isEqualTo(byDefinition(layout, size));
  }

  @ParameterizedTest
  @EnumSource(PrngLayout.class)
  void wordsAreTheSameWhereverADrawIsEntered(PrngLayout layout) {
    for (int size : new int[] {37, 38}) {
      RandomBits draw = new RandomBits(layout, KEY, size);
      int[] all = draw.all();
      for (int from = 0; from < size; from++) {
        assertThat(draw.at(from)).isEqualTo(all[from]);
        for (int count = 0; count <= size - from; count++) {
          int[] out = new int[size];
          draw.fill(from, out, from, count);
          int[] expected = new int[size];
          System.arraycopy(all, from, expected, from, count);
          assertThat(out).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PrngLayout.class)
  void wordsOutsideOfTheDrawAreRefused(PrngLayout layout) {
    RandomBits draw = new RandomBits(layout, KEY, 5);
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> draw.at(5));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> draw.at(-1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> draw.fill(0, new int[3], 1, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new RandomBits(layout, KEY, -1));
  }
}
