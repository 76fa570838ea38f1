package org.maskgit.evaluation;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.maskgit.io.NpyHeader;
import org.maskgit.io.NpzWriter;
import org.tensorflow.ndarray.Shape;

/** Numbers as members of an {@code .npz} file. */
final class FeatureMember {
  private FeatureMember() {}

  /** A matrix [n, d], streamed: float32 if every number is one, else float64. */
  static NpzWriter.Member of(String name, FeatureMatrix matrix) {
    boolean single = isSingle(matrix);
    Shape shape = Shape.of(matrix.count(), matrix.dimension());
    return new NpzWriter.Member(
        name,
        new NpyHeader(single ? "<f4" : "<f8", shape),
        out -> {
          for (int i = 0; i < matrix.count(); i++) {
            write(out, matrix.rows(i, i + 1), single);
          }
        });
  }

  /** An array of float64, in C order. */
  static NpzWriter.Member of(String name, Shape shape, double[] values) {
    int length = (int) shape.get(shape.numDimensions() - 1);
    return new NpzWriter.Member(
        name,
        new NpyHeader("<f8", shape),
        out -> {
          for (int at = 0; at < values.length; at += length) {
            write(out, Arrays.copyOfRange(values, at, at + length), /* single= */ false);
          }
        });
  }

  private static boolean isSingle(FeatureMatrix matrix) {
    for (int i = 0; i < matrix.count(); i++) {
      for (double value : matrix.rows(i, i + 1)) {
        if (value != (float) value) {
          return false;
        }
      }
    }
    return true;
  }

  private static void write(OutputStream out, double[] row, boolean single) throws IOException {
    int width = single ? Float.BYTES : Double.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(row.length * width).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : row) {
      if (single) {
        bytes.putFloat((float) value);
      } else {
        bytes.putDouble(value);
      }
    }
    out.write(bytes.array());
  }
}
