package org.maskgit.training;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers that depend on nothing but a seed, a purpose and an index: whoever asks for the
 * numbers of sample 12,345 gets them without those before, in any process.
 */
public final class RandomStreams {
  private RandomStreams() {}

  /**
   * Opens the stream of one purpose and index.
   *
   * @param seed of the training
   * @param purpose what the numbers are for, such as a parameter's name
   * @param index such as a step
   * @return the stream from its beginning
   */
  public static SplittableRandom of(long seed, String purpose, long index) {
    return new SplittableRandom(
        Hashing.sipHash24(seed, index).hashString(purpose, StandardCharsets.UTF_8).asLong());
  }
}
