package org.maskgit.random;

/** Turns a random word into a number of some distribution. */
@FunctionalInterface
interface WordFunction {

  /** The number of a word. */
  float apply(int bits);
}
