package org.maskgit.tokenizer.training;

/** What a step does. */
public enum Phase {
  /** The generator alone learns, without an adversary. */
  RECONSTRUCTION,

  /** Generator and discriminator learn. */
  ADVERSARIAL,

  /** The same with the gradient penalty. */
  PENALISED;

  /** Whether there is an adversary in it. */
  boolean hasAdversary() {
    return this != RECONSTRUCTION;
  }
}
