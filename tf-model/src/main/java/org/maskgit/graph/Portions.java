package org.maskgit.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * Divides what is to be done with weights into a few runs: a run costs some milliseconds, and what
 * it moves may lie there twice while it lasts.
 */
final class Portions {
  /** A run ends with the one that reaches this. */
  private static final long BYTES = 64 << 20;

  private Portions() {}

  /**
   * Hands on all items in their order, some together.
   *
   * @param items what to divide
   * @param bytes the size of each
   * @param run takes a portion, which is not empty
   */
  static <T> void forEach(List<T> items, ToLongFunction<T> bytes, Consumer<List<T>> run) {
    List<T> portion = new ArrayList<>();
    long sum = 0;
    for (T item : items) {
      portion.add(item);
      sum += bytes.applyAsLong(item);
      if (sum >= BYTES) {
        run.accept(portion);
        portion = new ArrayList<>();
        sum = 0;
      }
    }
    if (!portion.isEmpty()) {
      run.accept(portion);
    }
  }
}
