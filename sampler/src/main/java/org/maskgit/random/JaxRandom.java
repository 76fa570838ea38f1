package org.maskgit.random;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;

/**
 * The functions of {@code jax.random} with 64-bit types off: the same key gives the same numbers,
 * bit for bit. Shapes are the caller's: a draw of {@code size} numbers is in row-major order.
 *
 * <p>Bits, splits and integers are exact on any machine. Floating point numbers equal those of JAX
 * 0.4.34 on a CPU with fused multiply-add, see {@link org.maskgit.math.XlaMath}.
 *
 * @param layout how words are numbered
 */
public record JaxRandom(PrngLayout layout) {
  /**
   * Returns the generator of a layout.
   *
   * @param layout how words are numbered
   * @return the generator
   */
  public static JaxRandom of(PrngLayout layout) {
    return new JaxRandom(layout);
  }

  /**
   * Splits a key in two, {@code jax.random.split(key)}.
   *
   * @param key a key, not to be used any more
   * @return two independent keys
   */
  public ImmutableList<PrngKey> split(PrngKey key) {
    return split(key, 2);
  }

  /**
   * Splits a key, {@code jax.random.split(key, count)}.
   *
   * @param key a key, not to be used any more
   * @param count how many keys to make
   * @return independent keys
   */
  public ImmutableList<PrngKey> split(PrngKey key, int count) {
    ImmutableList.Builder<PrngKey> keys = ImmutableList.builder();
    switch (layout) {
      case LEGACY -> {
        int[] words = bits(key, 2 * count);
        for (int i = 0; i < count; i++) {
          keys.add(new PrngKey(words[2 * i], words[2 * i + 1]));
        }
      }
      case PARTITIONABLE -> {
        for (int i = 0; i < count; i++) {
          keys.add(Threefry.hash(key, 0, i));
        }
      }
    }
    return keys.build();
  }

  /**
   * Makes a key of a key and a number, {@code jax.random.fold_in}.
   *
   * @param key a key
   * @param data the number, such as an image's index
   * @return a key of its own for each number
   */
  public PrngKey foldIn(PrngKey key, int data) {
    return Threefry.hash(key, 0, data);
  }

  /**
   * Draws 32-bit words, {@code jax.random.bits}.
   *
   * @param key the key
   * @param size how many
   * @return the words
   */
  public int[] bits(PrngKey key, int size) {
    return new RandomBits(layout, key, size).all();
  }

  /**
   * Draws from the uniform distribution, {@code jax.random.uniform}.
   *
   * @param key the key
   * @param size how many
   * @return numbers in [0, 1)
   */
  public float[] uniform(PrngKey key, int size) {
    return uniform(key, size, 0f, 1f);
  }

  /**
   * Draws from the uniform distribution, {@code jax.random.uniform}.
   *
   * @param key the key
   * @param size how many
   * @param min the smallest number
   * @param max the bound
   * @return numbers in [min, max)
   */
  public float[] uniform(PrngKey key, int size, float min, float max) {
    return floats(key, size, bits -> Uniform.of(bits, min, max));
  }

  /**
   * Draws from the standard Gumbel distribution, {@code jax.random.gumbel}.
   *
   * @param key the key
   * @param size how many
   * @return numbers from −4.47 to 15.95
   */
  public float[] gumbel(PrngKey key, int size) {
    return floats(key, size, Gumbel::of);
  }

  /**
   * Draws a class for each row of logits, {@code jax.random.categorical(key, logits)}.
   *
   * @param key the key
   * @param logits [rows, classes], natural logarithms of unnormalised probabilities
   * @param classes the length of a row
   * @return one class for each row; the first one wins a tie
   * @throws IllegalArgumentException if the logits are no whole number of rows
   */
  public int[] categorical(PrngKey key, float[] logits, int classes) {
    Preconditions.checkArgument(
        classes > 0 && logits.length % classes == 0,
        "expected rows of %s logits, found %s logits",
        classes,
        logits.length);
    RandomBits draw = new RandomBits(layout, key, logits.length);
    int[] bits = new int[classes];
    int[] out = new int[logits.length / classes];
    for (int row = 0; row < out.length; row++) {
      draw.fill(row * classes, bits, 0, classes);
      out[row] = Gumbel.argmax(logits, row * classes, bits, classes);
    }
    return out;
  }

  /**
   * Draws from the standard normal distribution, {@code jax.random.normal}.
   *
   * @param key the key
   * @param size how many
   * @return numbers from −5.42 to 5.23
   */
  public float[] normal(PrngKey key, int size) {
    return floats(key, size, Normal::of);
  }

  /**
   * Draws from the standard normal distribution between two bounds, {@code
   * jax.random.truncated_normal}.
   *
   * @param key the key
   * @param size how many
   * @param lower the lower bound
   * @param upper the upper bound
   * @return numbers strictly between the bounds
   * @throws IllegalArgumentException if the bounds are not in order
   */
  public float[] truncatedNormal(PrngKey key, int size, float lower, float upper) {
    Preconditions.checkArgument(
        lower < upper, "expected a lower bound below %s, found %s", upper, lower);
    return floats(key, size, Normal.between(lower, upper));
  }

  /**
   * Draws integers, {@code jax.random.randint}.
   *
   * @param key the key
   * @param size how many
   * @param min the smallest
   * @param max the bound, above {@code min}
   * @return numbers in [min, max), with JAX's slight bias to the small ones for wide ranges
   * @throws IllegalArgumentException if the range is empty
   */
  public int[] randint(PrngKey key, int size, int min, int max) {
    Preconditions.checkArgument(min < max, "expected a bound above %s, found %s", min, max);
    int span = max - min; // unsigned
    int root = Integer.remainderUnsigned(1 << 16, span);
    int multiplier = Integer.remainderUnsigned(root * root, span); // 2³² mod span, or 0
    ImmutableList<PrngKey> keys = split(key);
    int[] high = bits(keys.get(0), size);
    int[] low = bits(keys.get(1), size);
    int[] out = new int[size];
    for (int i = 0; i < size; i++) {
      int offset =
          Integer.remainderUnsigned(high[i], span) * multiplier
              + Integer.remainderUnsigned(low[i], span);
      out[i] = min + Integer.remainderUnsigned(offset, span);
    }
    return out;
  }

  /**
   * Draws from the Bernoulli distribution, {@code jax.random.bernoulli}.
   *
   * @param key the key
   * @param size how many
   * @param probability the probability of true, in [0, 1]
   * @return the outcomes
   */
  public boolean[] bernoulli(PrngKey key, int size, float probability) {
    int[] bits = bits(key, size);
    boolean[] out = new boolean[size];
    for (int i = 0; i < size; i++) {
      out[i] = Uniform.of(bits[i]) < probability;
    }
    return out;
  }

  /**
   * Shuffles the numbers 0 to size − 1, {@code jax.random.permutation(key, size)}: sorts them by
   * random words, often enough that equal words do not matter.
   *
   * @param key the key
   * @param size how many
   * @return the permutation
   */
  public int[] permutation(PrngKey key, int size) {
    double wordBits = Math.log(0xFFFFFFFFL);
    int rounds = (int) Math.ceil(3 * Math.log(Math.max(1, size)) / wordBits);
    int[] out = new int[size];
    Arrays.setAll(out, i -> i);
    PrngKey carry = key;
    for (int round = 0; round < rounds; round++) {
      ImmutableList<PrngKey> keys = split(carry);
      carry = keys.get(0);
      out = sortedBy(bits(keys.get(1), size), out);
    }
    return out;
  }

  /** Sorts values by unsigned words; equal words leave the order as it is. */
  private static int[] sortedBy(int[] words, int[] values) {
    long[] order = new long[words.length];
    Arrays.setAll(order, i -> ((long) (words[i] ^ Integer.MIN_VALUE) << Integer.SIZE) | i);
    Arrays.sort(order);
    return Arrays.stream(order).mapToInt(entry -> values[(int) entry]).toArray();
  }

  private float[] floats(PrngKey key, int size, WordFunction function) {
    int[] bits = bits(key, size);
    float[] out = new float[size];
    for (int i = 0; i < size; i++) {
      out[i] = function.apply(bits[i]);
    }
    return out;
  }
}
