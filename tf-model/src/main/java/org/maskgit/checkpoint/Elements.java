package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.ndarray.buffer.ShortDataBuffer;
import org.tensorflow.ndarray.buffer.layout.DataLayouts;

/** Turns stored elements of any type into float32. */
final class Elements {
  private Elements() {}

  /**
   * Converts all elements between position and limit of {@code in}.
   *
   * @param in little-endian elements; a whole number of them
   */
  static void toFloats(DType dtype, ByteBuffer in, FloatBuffer out) {
    switch (dtype) {
      case FLOAT32 -> out.put(in.asFloatBuffer());
      case FLOAT64 -> {
        DoubleBuffer doubles = in.asDoubleBuffer();
        while (doubles.hasRemaining()) {
          out.put((float) doubles.get());
        }
      }
      case FLOAT16 -> {
        ShortDataBuffer halves = DataBuffers.of(in.asShortBuffer());
        for (long i = 0; i < halves.size(); i++) {
          out.put(DataLayouts.FLOAT16.readFloat(halves, i));
        }
      }
      case BFLOAT16 -> {
        ShortBuffer upper = in.asShortBuffer();
        while (upper.hasRemaining()) {
          out.put(Float.intBitsToFloat(upper.get() << Short.SIZE));
        }
      }
      default -> integersToFloats(dtype, in, out);
    }
  }

  private static void integersToFloats(DType dtype, ByteBuffer in, FloatBuffer out) {
    switch (dtype) {
      case INT64 -> {
        LongBuffer longs = in.asLongBuffer();
        while (longs.hasRemaining()) {
          out.put((float) longs.get());
        }
      }
      case INT32, UINT32 -> {
        IntBuffer ints = in.asIntBuffer();
        while (ints.hasRemaining()) {
          int value = ints.get();
          out.put(dtype == DType.INT32 ? (float) value : (float) Integer.toUnsignedLong(value));
        }
      }
      case INT16 -> {
        ShortBuffer shorts = in.asShortBuffer();
        while (shorts.hasRemaining()) {
          out.put(shorts.get());
        }
      }
      case INT8 -> {
        while (in.hasRemaining()) {
          out.put(in.get());
        }
      }
      default -> {
        while (in.hasRemaining()) {
          out.put(in.get() & 0xff);
        }
      }
    }
  }
}
