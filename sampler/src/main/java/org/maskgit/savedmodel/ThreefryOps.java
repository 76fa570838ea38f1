package org.maskgit.savedmodel;

import java.util.List;
import org.maskgit.random.PrngLayout;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/**
 * JAX's random words in graph operations: Threefry-2x32 with 20 rounds, in int32, whose sums wrap
 * as they have to. {@link org.maskgit.random.RandomBits} is the same in Java.
 */
final class ThreefryOps {
  private static final int PARITY = 0x1BD11BDA;
  private static final int GROUPS = 5;
  private static final int[][] ROTATIONS = {{13, 15, 26, 6}, {17, 29, 16, 24}};

  private final Ops tf;
  private final PrngLayout layout;

  ThreefryOps(Ops tf, PrngLayout layout) {
    this.tf = tf;
    this.layout = layout;
  }

  /** Two words of any shape: a key, or what a hash makes of two counters. */
  record Pair(Operand<TInt32> high, Operand<TInt32> low) {}

  /** {@code jax.random.split(key)}. */
  List<Pair> split(Pair key) {
    return switch (layout) {
      case LEGACY -> {
        Pair first = hash(key, tf.constant(0), tf.constant(2));
        Pair second = hash(key, tf.constant(1), tf.constant(3));
        yield List.of(new Pair(first.high(), second.high()), new Pair(first.low(), second.low()));
      }
      case PARTITIONABLE ->
          List.of(
              hash(key, tf.constant(0), tf.constant(0)), hash(key, tf.constant(0), tf.constant(1)));
    };
  }

  /** {@code jax.random.bits(key, size)}, size int32 []. */
  Operand<TInt32> bits(Pair key, Operand<TInt32> size) {
    return switch (layout) {
      case LEGACY -> legacyBits(key, size);
      case PARTITIONABLE -> {
        Pair words = hash(key, tf.constant(0), rising(tf.constant(0), size));
        yield tf.bitwise.bitwiseXor(words.high(), words.low());
      }
    };
  }

  /**
   * Word i and word i + half are the hash of (i, i + half). A draw of odd size is one word longer
   * before it is halved, and that word's counter is 0.
   */
  private Operand<TInt32> legacyBits(Pair key, Operand<TInt32> size) {
    Operand<TInt32> half = tf.math.floorDiv(tf.math.add(size, tf.constant(1)), tf.constant(2));
    Operand<TInt32> first = rising(tf.constant(0), half);
    Operand<TInt32> second = tf.math.add(first, half);
    second = tf.select(tf.math.less(second, size), second, tf.zerosLike(second));
    Pair words = hash(key, first, second);
    return tf.slice(
        tf.concat(List.of(words.high(), words.low()), tf.constant(0)),
        tf.constant(new int[] {0}),
        tf.expandDims(size, tf.constant(0)));
  }

  private Operand<TInt32> rising(Operand<TInt32> from, Operand<TInt32> to) {
    return tf.range(from, to, tf.constant(1));
  }

  /** Hashes pairs of counters; the key and either counter may be scalars. */
  private Pair hash(Pair key, Operand<TInt32> x0, Operand<TInt32> x1) {
    Operand<TInt32> parity =
        tf.bitwise.bitwiseXor(tf.bitwise.bitwiseXor(key.high(), key.low()), tf.constant(PARITY));
    List<Operand<TInt32>> keys = List.of(key.high(), key.low(), parity);
    Operand<TInt32> a = tf.math.add(x0, keys.get(0));
    Operand<TInt32> b = tf.math.add(x1, keys.get(1));
    for (int group = 0; group < GROUPS; group++) {
      for (int rotation : ROTATIONS[group % 2]) {
        a = tf.math.add(a, b);
        b = tf.bitwise.bitwiseXor(rotatedLeft(b, rotation), a);
      }
      a = tf.math.add(a, keys.get((group + 1) % 3));
      b = tf.math.add(b, tf.math.add(keys.get((group + 2) % 3), tf.constant(group + 1)));
    }
    return new Pair(a, b);
  }

  private Operand<TInt32> rotatedLeft(Operand<TInt32> x, int distance) {
    return tf.bitwise.bitwiseOr(
        tf.bitwise.leftShift(x, tf.constant(distance)),
        shiftedRight(tf, x, Integer.SIZE - distance));
  }

  /** x >>> distance; the operation's own shift repeats the sign. */
  static Operand<TInt32> shiftedRight(Ops tf, Operand<TInt32> x, int distance) {
    return tf.bitwise.bitwiseAnd(
        tf.bitwise.rightShift(x, tf.constant(distance)), tf.constant(-1 >>> distance));
  }
}
