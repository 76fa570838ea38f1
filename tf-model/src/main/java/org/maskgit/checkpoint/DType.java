package org.maskgit.checkpoint;

import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.proto.DataType;

/**
 * The element types that a checkpoint may hold, under the names of NumPy, safetensors and
 * TensorFlow.
 */
public enum DType {
  /** One byte, 0 or 1. */
  BOOL(1, "bool", "BOOL", DataType.DT_BOOL),
  /** Signed 8-bit integer. */
  INT8(1, "int8", "I8", DataType.DT_INT8),
  /** Unsigned 8-bit integer. */
  UINT8(1, "uint8", "U8", DataType.DT_UINT8),
  /** Signed 16-bit integer. */
  INT16(2, "int16", "I16", DataType.DT_INT16),
  /** Signed 32-bit integer. */
  INT32(4, "int32", "I32", DataType.DT_INT32),
  /** Unsigned 32-bit integer. */
  UINT32(4, "uint32", "U32", DataType.DT_UINT32),
  /** Signed 64-bit integer. */
  INT64(8, "int64", "I64", DataType.DT_INT64),
  /** IEEE 754 half precision. */
  FLOAT16(2, "float16", "F16", DataType.DT_HALF),
  /** The upper half of a float32. */
  BFLOAT16(2, "bfloat16", "BF16", DataType.DT_BFLOAT16),
  /** IEEE 754 single precision. */
  FLOAT32(4, "float32", "F32", DataType.DT_FLOAT),
  /** IEEE 754 double precision. */
  FLOAT64(8, "float64", "F64", DataType.DT_DOUBLE);

  private final int bytes;
  private final String numpyName;
  private final String safetensorsName;
  private final DataType tensorflowType;

  DType(int bytes, String numpyName, String safetensorsName, DataType tensorflowType) {
    this.bytes = bytes;
    this.numpyName = numpyName;
    this.safetensorsName = safetensorsName;
    this.tensorflowType = tensorflowType;
  }

  /**
   * The size of one element.
   *
   * @return 1, 2, 4 or 8 bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * The name that NumPy and JAX give this type ({@code dtype.name}).
   *
   * @return a name such as {@code float32}
   */
  public String numpyName() {
    return numpyName;
  }

  /**
   * The name that a safetensors header gives this type.
   *
   * @return a name such as {@code F32}
   */
  public String safetensorsName() {
    return safetensorsName;
  }

  /**
   * What TensorFlow calls this type.
   *
   * @return a type such as {@code DT_FLOAT}
   */
  public DataType tensorflowType() {
    return tensorflowType;
  }

  /**
   * Tells numbers with a fraction from integers.
   *
   * @return true for the four float types
   */
  public boolean isFloating() {
    return switch (this) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
      default -> false;
    };
  }

  /**
   * Finds a type by its NumPy name.
   *
   * @param name a name such as {@code bfloat16}
   * @return the type, or nothing when no checkpoint of ours holds such elements
   */
  public static Optional<DType> ofNumpy(String name) {
    return Arrays.stream(values()).filter(d -> d.numpyName.equals(name)).findFirst();
  }

  /**
   * Finds a type by its safetensors name.
   *
   * @param name a name such as {@code BF16}
   * @return the type, or nothing when no checkpoint of ours holds such elements
   */
  public static Optional<DType> ofSafetensors(String name) {
    return Arrays.stream(values()).filter(d -> d.safetensorsName.equals(name)).findFirst();
  }

  /**
   * Finds a type by what TensorFlow calls it.
   *
   * @param type a type such as {@code DT_BFLOAT16}
   * @return the type, or nothing when no checkpoint of ours holds such elements
   */
  public static Optional<DType> ofTensorflow(DataType type) {
    return Arrays.stream(values()).filter(d -> d.tensorflowType == type).findFirst();
  }
}
