package org.maskgit.random;

/**
 * A key of the generator: two 32-bit words.
 *
 * @param high the first word
 * @param low the second word
 */
public record PrngKey(int high, int low) {

  /**
   * Makes the key of a seed, {@code jax.random.PRNGKey(seed)} with 64-bit types off (the default).
   *
   * @param seed any number; only its lower 32 bits count, so −3 is 4294967293 and 2³² is 0
   * @return the key (0, seed mod 2³²)
   */
  public static PrngKey of(long seed) {
    return new PrngKey(0, (int) seed);
  }

  /**
   * Returns the words as JAX prints them.
   *
   * @return such as {@code [2465931498 3679230171]}
   */
  @Override
  public String toString() {
    return "[%s %s]".formatted(Integer.toUnsignedString(high), Integer.toUnsignedString(low));
  }
}
