package org.maskgit.evaluation;

import java.util.Arrays;

/**
 * NumPy's legacy {@code RandomState}: the Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998)
 * seeded with one number, and its shuffle. Others' published scores depend on it.
 *
 * <p>Not safe for use by several threads.
 */
final class NumpyRandom {
  static final int TORCH_FIDELITY_SEED = 2020;

  private static final int N = 624;
  private static final int M = 397;
  private static final int UPPER = 0x80000000;
  private static final int TWIST = 0x9908b0df;
  private static final int SEEDING = 1812433253;

  private final int[] state = new int[N];
  private int next = N;

  private NumpyRandom(int seed) {
    state[0] = seed;
    for (int i = 1; i < N; i++) {
      state[i] = SEEDING * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
  }

  /** The generator of {@code RandomState(seed)}. */
  static NumpyRandom of(int seed) {
    return new NumpyRandom(seed);
  }

  /** {@code permutation(count)}: the numbers from 0 to count − 1 in random order. */
  int[] permutation(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    for (int i = count - 1; i > 0; i--) {
      int j = upTo(i);
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }

  /** {@code choice(count, size, replace=False)}: the beginning of a permutation. */
  int[] choice(int count, int size) {
    return Arrays.copyOf(permutation(count), size);
  }

  // Masked bits, drawn again until they are in range.
  private int upTo(int max) {
    int mask = Integer.highestOneBit(max) * 2 - 1;
    int value = nextInt() & mask;
    while (value > max) {
      value = nextInt() & mask;
    }
    return value;
  }

  private int nextInt() {
    if (next == N) {
      twist();
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }

  private void twist() {
    for (int i = 0; i < N; i++) {
      int y = (state[i] & UPPER) | (state[(i + 1) % N] & ~UPPER);
      state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : TWIST);
    }
    next = 0;
  }
}
