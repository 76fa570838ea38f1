package org.maskgit.tools.cli;

/**
 * What a command takes besides its options.
 *
 * @param usage how the help shows them, such as {@code FILE}; empty for none
 * @param min how many there must be
 * @param max how many there may be
 */
public record Operands(String usage, int min, int max) {
  /** None at all. */
  public static final Operands NONE = new Operands("", 0, 0);

  /**
   * Exactly one.
   *
   * @param name how the help shows it
   * @return one operand
   */
  public static Operands one(String name) {
    return new Operands(name, 1, 1);
  }

  /**
   * One or none.
   *
   * @param name how the help shows it
   * @return at most one operand
   */
  public static Operands optional(String name) {
    return new Operands("[" + name + "]", 0, 1);
  }
}
