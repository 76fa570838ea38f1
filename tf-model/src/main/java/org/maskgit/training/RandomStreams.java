package org.maskgit.training;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers that depend on nothing but a seed, a purpose and an index: whoever asks for the
 * numbers of sample 12,345 gets them without those before, in any process.
 */
final class RandomStreams {
  private RandomStreams() {}

  /** The stream of one purpose and index. */
  static SplittableRandom of(long seed, String purpose, long index) {
    return new SplittableRandom(
        Hashing.sipHash24(seed, index).hashString(purpose, StandardCharsets.UTF_8).asLong());
  }
}
