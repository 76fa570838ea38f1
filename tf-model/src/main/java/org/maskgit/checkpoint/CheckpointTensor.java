package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/**
 * One named tensor of a checkpoint. Its numbers stay in the mapped file until they are asked for,
 * so a tensor costs a few words of heap. Immutable and safe to share between threads.
 */
public final class CheckpointTensor {
  private final TensorSpec spec;
  private final Supplier<ByteBuffer> source;

  private CheckpointTensor(TensorSpec spec, Supplier<ByteBuffer> source) {
    this.spec = spec;
    this.source = source;
  }

  /**
   * Makes a tensor whose numbers are computed, or read, each time they are asked for.
   *
   * @param spec name, type and shape
   * @param source gives the little-endian elements in C order, {@link TensorSpec#byteSize()} bytes
   *     between position and limit; called from any thread
   * @return the tensor
   */
  public static CheckpointTensor of(TensorSpec spec, Supplier<ByteBuffer> source) {
    return new CheckpointTensor(spec, source);
  }

  /**
   * Makes a float32 tensor.
   *
   * @param name the Flax name
   * @param shape the dimensions
   * @param values the numbers in C order; copied
   * @return the tensor
   */
  public static CheckpointTensor of(String name, Shape shape, float[] values) {
    TensorSpec spec = new TensorSpec(name, DType.FLOAT32, shape);
    if (shape.size() != values.length) {
      throw new IllegalArgumentException(
          "expected %d values for %s %s, found %d"
              .formatted(shape.size(), name, shape, values.length));
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return of(spec, () -> bytes);
  }

  /**
   * The same numbers, rounded to another float type: to the nearest, of two as near to the even
   * one.
   *
   * @param dtype float16, bfloat16 or float32
   * @return the tensor, whose numbers are rounded each time they are asked for
   * @throws IllegalArgumentException if the type is another
   */
  public CheckpointTensor as(DType dtype) {
    if (!dtype.isFloating() || dtype == DType.FLOAT64) {
      throw new IllegalArgumentException(
          "expected float16, bfloat16 or float32, found " + dtype.numpyName());
    }
    return dtype == dtype()
        ? this
        : of(new TensorSpec(name(), dtype, shape()), () -> Narrowing.toBytes(dtype, floats()));
  }

  /**
   * The same numbers under another name.
   *
   * @param name the new name
   * @return the renamed tensor, sharing this one's bytes
   */
  public CheckpointTensor named(String name) {
    return of(new TensorSpec(name, dtype(), shape()), source);
  }

  /**
   * What this tensor is.
   *
   * @return name, type and shape
   */
  public TensorSpec spec() {
    return spec;
  }

  /**
   * The tensor's name.
   *
   * @return the Flax name, parts joined by {@code /}, without {@code params/}
   */
  public String name() {
    return spec.name();
  }

  /**
   * The element type as stored.
   *
   * @return the type
   */
  public DType dtype() {
    return spec.dtype();
  }

  /**
   * The dimensions.
   *
   * @return the shape; a scalar has no dimensions
   */
  public Shape shape() {
    return spec.shape();
  }

  /**
   * The stored elements.
   *
   * @return a read-only little-endian buffer from position 0 to its limit, in C order: a view of
   *     the mapped file, or a fresh copy where a tensor is computed or stored in several pieces
   */
  public ByteBuffer bytes() {
    ByteBuffer bytes = source.get();
    if (bytes.remaining() != spec.byteSize()) {
      throw new IllegalStateException(
          "expected %d bytes for %s %s, found %d"
              .formatted(spec.byteSize(), name(), spec.describe(), bytes.remaining()));
    }
    return bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The numbers as float32: halves and integers widened, float64 rounded to nearest, booleans 0 and
   * 1.
   *
   * @return a fresh array in C order
   */
  public float[] floats() {
    float[] values = new float[Math.toIntExact(shape().size())];
    copyTo(FloatBuffer.wrap(values));
    return values;
  }

  /**
   * Writes the numbers as float32, as {@link #floats()} gives them, without an array in between.
   *
   * @param out where to put them; its position moves on by the number of elements
   */
  public void copyTo(FloatBuffer out) {
    if (out.remaining() < shape().size()) {
      throw new IllegalArgumentException(
          "expected room for %d floats of %s, found %d"
              .formatted(shape().size(), name(), out.remaining()));
    }
    Elements.toFloats(dtype(), bytes(), out);
  }

  @Override
  public String toString() {
    return name() + " " + spec.describe();
  }
}
