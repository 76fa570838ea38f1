package org.maskgit.sampler;

import org.maskgit.io.EnumNames;

/** Where samplers of masked diffusion keep the probability that a position is masked. */
public enum MaskSlot {
  /** In a slot of its own behind the codes: every code can be drawn. */
  OWN,
  /**
   * In the place of the last code, which then can't be drawn: how the code of the ReMDM paper does
   * it, and so how its numbers were made. There the mask's id, −1, indexes the last column.
   */
  LAST_CODE;

  /**
   * Finds a slot by its name.
   *
   * @param name {@code own} or {@code last-code}
   * @return the slot
   * @throws IllegalArgumentException if there is no such slot
   */
  public static MaskSlot parse(String name) {
    return EnumNames.parse(MaskSlot.class, name);
  }

  /** How many columns a position has. */
  int columns(int codebook) {
    return this == OWN ? codebook + 1 : codebook;
  }

  @Override
  public String toString() {
    return EnumNames.of(this);
  }
}
