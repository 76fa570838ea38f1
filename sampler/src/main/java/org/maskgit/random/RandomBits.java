package org.maskgit.random;

import com.google.common.base.Preconditions;

/**
 * A draw of uniform 32-bit words, {@code jax.random.bits(key, shape)}, whose words are computed
 * when they are asked for. A sampler needs noise at masked positions only, but the words of the
 * others belong to the draw: they take part in its numbering.
 *
 * @param layout how words are numbered
 * @param key the key of the draw
 * @param size how many words the draw has, the product of its shape
 */
public record RandomBits(PrngLayout layout, PrngKey key, int size) {

  /**
   * Describes a draw.
   *
   * @param layout how words are numbered
   * @param key the key of the draw
   * @param size how many words the draw has
   * @throws IllegalArgumentException if the size is negative
   */
  public RandomBits {
    Preconditions.checkArgument(size >= 0, "expected a size of 0 or more, found %s", size);
  }

  /**
   * Computes one word.
   *
   * @param index its row-major index in the draw
   * @return the word
   * @throws IndexOutOfBoundsException if the draw has no such word
   */
  public int at(int index) {
    int[] word = new int[1];
    fill(index, word, 0, 1);
    return word[0];
  }

  /**
   * Computes all words.
   *
   * @return the words in row-major order
   */
  public int[] all() {
    int[] out = new int[size];
    fill(0, out, 0, size);
    return out;
  }

  /**
   * Computes words that follow each other.
   *
   * @param from the row-major index of the first
   * @param out where they go
   * @param offset where the first goes
   * @param count how many
   * @throws IndexOutOfBoundsException if the draw has no such words or {@code out} no such places
   */
  public void fill(int from, int[] out, int offset, int count) {
    Preconditions.checkPositionIndexes(from, from + count, size);
    Preconditions.checkPositionIndexes(offset, offset + count, out.length);
    int[] first = new int[Math.min(count, Threefry.BLOCK)];
    int[] second = new int[first.length];
    int done = 0;
    while (done < count) {
      int n = Math.min(count - done, Threefry.BLOCK);
      done +=
          switch (layout) {
            case LEGACY -> legacy(from + done, first, second, out, offset + done, n);
            case PARTITIONABLE -> partitionable(from + done, first, second, out, offset + done, n);
          };
    }
  }

  /** Word i is both words of the hash of (0, i), folded together. */
  private int partitionable(int from, int[] first, int[] second, int[] out, int offset, int count) {
    Threefry.hash(key, Threefry.CONSTANT, 0, Threefry.RISING, from, first, second, count);
    for (int i = 0; i < count; i++) {
      out[offset + i] = first[i] ^ second[i];
    }
    return count;
  }

  /**
   * The hash of (i, i + half) gives word i and word i + half. A draw of odd size is one word longer
   * before it is halved, and that word's counter is 0.
   */
  private int legacy(int from, int[] first, int[] second, int[] out, int offset, int count) {
    int half = size / 2 + size % 2;
    if (from >= half) {
      Threefry.hash(key, Threefry.RISING, from - half, Threefry.RISING, from, first, second, count);
      System.arraycopy(second, 0, out, offset, count);
      return count;
    }
    if (from == size / 2) { // the last word of the first half, paired with the padding
      out[offset] = Threefry.hash(key, from, 0).high();
      return 1;
    }
    int n = Math.min(count, size / 2 - from);
    Threefry.hash(key, Threefry.RISING, from, Threefry.RISING, from + half, first, second, n);
    System.arraycopy(first, 0, out, offset, n);
    return n;
  }
}
