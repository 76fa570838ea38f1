package org.maskgit.sampler;

/** Counts what is masked. */
final class MaskedTokens {
  private MaskedTokens() {}

  static int count(boolean[] masked) {
    int count = 0;
    for (boolean position : masked) {
      count += position ? 1 : 0;
    }
    return count;
  }
}
