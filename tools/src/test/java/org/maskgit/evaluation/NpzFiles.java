package org.maskgit.evaluation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.tensorflow.ndarray.Shape;

/** Writes {@code .npz} files. */
public final class NpzFiles {
  private NpzFiles() {}

  /** Writes arrays under their names. */
  public static Path write(Path file, Map<String, NpyArray> arrays) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, NpyArray> array : arrays.entrySet()) {
        ByteArrayOutputStream npy = new ByteArrayOutputStream();
        Npy.write(npy, array.getValue());
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(npy.toByteArray());
      }
    }
    return file;
  }

  /** An array of float64. */
  public static NpyArray doubles(Shape shape, double... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asDoubleBuffer().put(values);
    return new NpyArray("<f8", shape, data);
  }

  /** Rows of float64. */
  public static NpyArray rows(double[][] rows) {
    FeatureMatrix matrix = FeatureMatrix.of(rows);
    return doubles(Shape.of(matrix.count(), matrix.dimension()), matrix.rows(0, matrix.count()));
  }

  /** Pictures whose samples tell their place: sample i is (31 i) mod 256. */
  public static NpyArray pictures(int count, int height, int width) {
    byte[] samples = new byte[count * height * width * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (31 * i);
    }
    return new NpyArray("|u1", Shape.of(count, height, width, 3), ByteBuffer.wrap(samples));
  }
}
