package org.maskgit.io;

import org.tensorflow.ndarray.Shape;

/**
 * What stands before the elements of an {@code .npy} array.
 *
 * @param descr NumPy's type description, such as {@code <f4}
 * @param shape the dimensions; a scalar has none
 */
public record NpyHeader(String descr, Shape shape) {

  /**
   * Returns the size of an element.
   *
   * @return bytes, from 1 to 99
   */
  public int elementBytes() {
    return Integer.parseInt(descr.substring(2));
  }

  /**
   * Returns the size of all elements.
   *
   * @return bytes, at least 0; {@link Long#MAX_VALUE} if they are more or the shape makes no sense
   */
  public long bytes() {
    long bytes = elementBytes();
    for (long dimension : shape.asArray()) {
      if (dimension < 0) {
        return Long.MAX_VALUE;
      }
      try {
        bytes = Math.multiplyExact(bytes, dimension);
      } catch (ArithmeticException e) {
        return Long.MAX_VALUE;
      }
    }
    return bytes;
  }
}
