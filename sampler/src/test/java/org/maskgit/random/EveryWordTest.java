package org.maskgit.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * The numbers of all words. Only 23 bits of a word count, so a distribution has at most 2²³ values;
 * the checksums are those of the little-endian float32 values that JAX 0.4.34 computed for them in
 * order, on an x86-64 CPU with fused multiply-add.
 */
final class EveryWordTest {
  private static final int WORDS = 1 << 23;
  private static final int IGNORED_BITS = 9;
  private static final int CHUNK = 1 << 16;

  private static long checksum(WordFunction function) {
    CRC32 crc = new CRC32();
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < WORDS; from += CHUNK) {
      bytes.clear();
      for (int i = from; i < from + CHUNK; i++) {
        bytes.putFloat(function.apply(i << IGNORED_BITS));
      }
      crc.update(bytes.flip());
    }
    return crc.getValue();
  }

  @Test
  void everyGumbelNumberIsThatOfJax() {
    assertThat(checksum(Gumbel::of)).isEqualTo(0x305dcd52L);
  }

  @Test
  void everyNormalNumberIsThatOfJax() {
    assertThat(checksum(Normal::of)).isEqualTo(0x82c0cfd5L);
  }

  @Test
  void everyNormalNumberBetweenMinusTwoAndTwoIsThatOfJax() {
    assertThat(checksum(Normal.between(-2f, 2f))).isEqualTo(0xb25f9f48L);
  }
}
