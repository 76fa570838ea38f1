package org.maskgit.random;

/**
 * Threefry-2x32 with 20 rounds: a keyed bijection of two 32-bit words (J. Salmon et al., "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011).
 */
final class Threefry {
  /** The most counters that one call hashes. */
  static final int BLOCK = 1024;

  /** Counters of one block that go up by one. */
  static final int[] RISING = rising();

  /** Counters of one block that stay. */
  static final int[] CONSTANT = new int[BLOCK];

  private static final int PARITY = 0x1BD11BDA;

  private Threefry() {}

  /** Hashes one pair of words. */
  static PrngKey hash(PrngKey key, int x0, int x1) {
    int[] out0 = new int[1];
    int[] out1 = new int[1];
    hash(key, CONSTANT, x0, CONSTANT, x1, out0, out1, 1);
    return new PrngKey(out0[0], out1[0]);
  }

  /**
   * Hashes pairs of counters, {@code (x0 + steps0[i], x1 + steps1[i])}.
   *
   * <p>The rounds are written out and the counters come from arrays because HotSpot turns only such
   * a loop into vector instructions: 8 times as fast.
   *
   * @param steps0 {@link #RISING} or {@link #CONSTANT}
   * @param steps1 {@link #RISING} or {@link #CONSTANT}
   * @param out0 where the first words go
   * @param out1 where the second words go
   * @param count how many pairs, at most {@link #BLOCK}
   */
  static void hash(
      PrngKey key, int[] steps0, int x0, int[] steps1, int x1, int[] out0, int[] out1, int count) {
    int k0 = key.high();
    int k1 = key.low();
    int k2 = k0 ^ k1 ^ PARITY;
    int start0 = x0 + k0;
    int start1 = x1 + k1;
    for (int i = 0; i < count; i++) {
      int a = steps0[i] + start0;
      int b = steps1[i] + start1;
      a += b;
      b = Integer.rotateLeft(b, 13) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 15) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 26) ^ a;
      a += b;
      b = (Integer.rotateLeft(b, 6) ^ a) + k2 + 1;
      a += k1 + b;
      b = Integer.rotateLeft(b, 17) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 29) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 16) ^ a;
      a += b;
      b = (Integer.rotateLeft(b, 24) ^ a) + k0 + 2;
      a += k2 + b;
      b = Integer.rotateLeft(b, 13) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 15) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 26) ^ a;
      a += b;
      b = (Integer.rotateLeft(b, 6) ^ a) + k1 + 3;
      a += k0 + b;
      b = Integer.rotateLeft(b, 17) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 29) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 16) ^ a;
      a += b;
      b = (Integer.rotateLeft(b, 24) ^ a) + k2 + 4;
      a += k1 + b;
      b = Integer.rotateLeft(b, 13) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 15) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 26) ^ a;
      a += b;
      b = Integer.rotateLeft(b, 6) ^ a;
      out0[i] = a + k2;
      out1[i] = b + k0 + 5;
    }
  }

  private static int[] rising() {
    int[] counters = new int[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      counters[i] = i;
    }
    return counters;
  }
}
