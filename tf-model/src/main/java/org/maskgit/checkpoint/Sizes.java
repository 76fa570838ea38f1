package org.maskgit.checkpoint;

/** Sizes of declared arrays, safe against overflow. */
final class Sizes {
  private Sizes() {}

  /** Bytes of an array with these non-negative dimensions, or -1 if a long can't hold them. */
  static long bytes(long[] dimensions, DType dtype) {
    long bytes = dtype.bytes();
    try {
      for (long dimension : dimensions) {
        bytes = Math.multiplyExact(bytes, dimension);
      }
      return bytes;
    } catch (ArithmeticException e) {
      return -1;
    }
  }
}
