package org.maskgit.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntUnaryOperator;
import org.tensorflow.ndarray.Shape;

/**
 * A NumPy array: element type, shape, and its little-endian bytes in C order.
 *
 * @param descr NumPy's type description, such as {@code <f4}, {@code <i4}, {@code |u1}
 * @param shape the dimensions; a scalar has none
 * @param data the elements, little-endian, C order, positioned at 0
 */
public record NpyArray(String descr, Shape shape, ByteBuffer data) {

  /**
   * Makes an int32 array.
   *
   * @param shape the dimensions
   * @param values the elements in C order
   * @return the array, {@code <i4}
   */
  public static NpyArray of(Shape shape, int[] values) {
    ByteBuffer data = allocate(shape, values.length, Integer.BYTES);
    data.asIntBuffer().put(values);
    return new NpyArray("<i4", shape, data);
  }

  /**
   * Makes a float32 array.
   *
   * @param shape the dimensions
   * @param values the elements in C order
   * @return the array, {@code <f4}
   */
  public static NpyArray of(Shape shape, float[] values) {
    ByteBuffer data = allocate(shape, values.length, Float.BYTES);
    data.asFloatBuffer().put(values);
    return new NpyArray("<f4", shape, data);
  }

  private static ByteBuffer allocate(Shape shape, int length, int width) {
    if (shape.size() != length) {
      throw new IllegalArgumentException(
          "expected %d values for the shape %s, found %d".formatted(shape.size(), shape, length));
    }
    return ByteBuffer.allocate(length * width).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the elements of an integer array.
   *
   * @return int32 values in C order; uint32 keep their bits, uint8 are 0..255
   * @throws DataException if the elements are no integers of at most 32 bits (or 64-bit ones in
   *     int32 range)
   */
  public int[] ints() {
    int[] out = new int[Math.toIntExact(shape.size())];
    ByteBuffer in = little();
    switch (descr) {
      case "<i4", "<u4" -> in.asIntBuffer().get(out);
      case "|u1" -> fill(out, i -> in.get(i) & 0xff);
      case "|i1", "|b1" -> fill(out, in::get);
      case "<i2" -> fill(out, i -> in.getShort(2 * i));
      case "<i8", "<u8" -> fill(out, i -> narrow(in.getLong(8 * i)));
      default -> throw wrongType("integers");
    }
    return out;
  }

  /**
   * Returns the elements of a float array.
   *
   * @return float32 values in C order
   * @throws DataException if the elements are neither float32 nor float64
   */
  public float[] floats() {
    float[] out = new float[Math.toIntExact(shape.size())];
    ByteBuffer in = little();
    switch (descr) {
      case "<f4" -> in.asFloatBuffer().get(out);
      case "<f8" -> {
        for (int i = 0; i < out.length; i++) {
          out[i] = (float) in.getDouble(8 * i);
        }
      }
      default -> throw wrongType("float32 or float64 numbers");
    }
    return out;
  }

  private ByteBuffer little() {
    return data.duplicate().rewind().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void fill(int[] out, IntUnaryOperator at) {
    for (int i = 0; i < out.length; i++) {
      out[i] = at.applyAsInt(i);
    }
  }

  private static int narrow(long value) {
    if (value != (int) value) {
      throw new DataException(
          "Expected integers of 32 bits, found %d; store the array as int32.".formatted(value));
    }
    return (int) value;
  }

  private DataException wrongType(String expected) {
    return new DataException(
        "Expected an array of %s, found NumPy type %s; convert it with astype."
            .formatted(expected, descr));
  }
}
