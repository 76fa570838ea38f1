package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rounds float32 to the shorter float types: to the nearest, of two as near to the even one. */
final class Narrowing {
  private static final int HALF_INFINITY = 0x7c00;
  private static final int HALF_NAN = 0x7e00;
  private static final int BFLOAT16_NAN = 0x7fc0;

  /** From here on a number is nearer to what would be 2^16 than to the greatest half, 65504. */
  private static final float HALF_OVERFLOW = 65520;

  private static final float LEAST_NORMAL_HALF = 0x1p-14f;

  private Narrowing() {}

  /** Rounds all values; the buffer is ready to be read. */
  static ByteBuffer toBytes(DType dtype, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, dtype.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (dtype) {
        case FLOAT16 -> bytes.putShort(half(value));
        case BFLOAT16 -> bytes.putShort(bfloat16(value));
        case FLOAT32 -> bytes.putFloat(value);
        default ->
            throw new IllegalArgumentException(
                "expected float16, bfloat16 or float32, found " + dtype.numpyName());
      }
    }
    return bytes.flip();
  }

  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    if (Float.isNaN(value)) {
      return (short) (sign | BFLOAT16_NAN);
    }
    int lastBit = (bits >>> 16) & 1;
    return (short) ((bits + 0x7fff + lastBit) >>> 16);
  }

  static short half(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | HALF_NAN);
    }
    if (magnitude >= HALF_OVERFLOW) {
      return (short) (sign | HALF_INFINITY);
    }
    if (magnitude < LEAST_NORMAL_HALF) {
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    // The exponent's bias is 15 in place of 127, and 13 bits of the fraction go.
    int rebiased = (bits & Integer.MAX_VALUE) - ((127 - 15) << 23);
    int lastBit = (rebiased >>> 13) & 1;
    return (short) (sign | ((rebiased + 0xfff + lastBit) >>> 13));
  }
}
