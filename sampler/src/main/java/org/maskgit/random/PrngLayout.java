package org.maskgit.random;

import org.maskgit.io.EnumNames;

/**
 * How the words of a draw are laid out, {@code jax_threefry_partitionable} of JAX. The same seed
 * gives other numbers in the other layout.
 */
public enum PrngLayout {
  /** The default of JAX up to 0.4, in which the official results were made. */
  LEGACY,

  /** The default of JAX since 0.5. */
  PARTITIONABLE;

  /**
   * Finds a layout by its name.
   *
   * @param name legacy or partitionable
   * @return the layout
   * @throws IllegalArgumentException if there is no such layout
   */
  public static PrngLayout parse(String name) {
    return EnumNames.parse(PrngLayout.class, name);
  }

  /**
   * Returns the name that {@link #parse} takes.
   *
   * @return legacy or partitionable
   */
  @Override
  public String toString() {
    return EnumNames.of(this);
  }
}
