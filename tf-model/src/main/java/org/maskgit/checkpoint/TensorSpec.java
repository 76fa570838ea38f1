package org.maskgit.checkpoint;

import org.tensorflow.ndarray.Shape;

/**
 * What a tensor is, without its numbers.
 *
 * @param name the Flax name, parts joined by {@code /}, without {@code params/}
 * @param dtype the element type
 * @param shape the dimensions, all known; a scalar has none
 */
public record TensorSpec(String name, DType dtype, Shape shape) {

  /**
   * Checks that every dimension is known.
   *
   * @param name the Flax name
   * @param dtype the element type
   * @param shape the dimensions
   */
  public TensorSpec {
    if (shape.hasUnknownDimension() || shape.isUnknown()) {
      throw new IllegalArgumentException(
          "expected a shape without unknown dimensions for %s, found %s".formatted(name, shape));
    }
  }

  /**
   * Makes the specification of a float32 tensor.
   *
   * @param name the Flax name
   * @param dimensions the dimensions
   * @return the specification
   */
  public static TensorSpec float32(String name, long... dimensions) {
    return new TensorSpec(name, DType.FLOAT32, Shape.of(dimensions));
  }

  /**
   * The size of the numbers.
   *
   * @return bytes, without any header
   */
  public long byteSize() {
    return Math.multiplyExact(shape.size(), (long) dtype.bytes());
  }

  /**
   * Says type and shape as reports print them.
   *
   * @return words such as {@code float32 [2025, 768]}
   */
  public String describe() {
    return dtype.numpyName() + " " + shape;
  }
}
