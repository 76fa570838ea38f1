package org.maskgit.evaluation;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.maskgit.io.DataException;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyHeader;

/** A {@code .npz} file whose arrays are read as streams: they may be larger than 2 GiB. */
final class NpzReader implements AutoCloseable {
  private final Path file;
  private final ZipFile zip;

  private NpzReader(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  /** Opens a file. */
  static NpzReader open(Path file) {
    try {
      return new NpzReader(file, new ZipFile(file.toFile()));
    } catch (NoSuchFileException e) {
      throw new DataException(
          "Expected an .npz file at %s, found none; check the name.".formatted(file), e);
    } catch (ZipException e) {
      throw new DataException(
          "%s: expected a whole .npz file, found something else or it is damaged; save it again."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw cantRead(file, e);
    }
  }

  static DataException cantRead(Path file, IOException e) {
    return new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
  }

  /** Whether there is an array of that name. */
  boolean has(String array) {
    return zip.getEntry(array + ".npy") != null;
  }

  /** The names of the arrays. */
  List<String> names() {
    return zip.stream().map(entry -> entry.getName().replaceFirst("\\.npy$", "")).toList();
  }

  /** Requires that every array has the checksum that was written with it: reading doesn't look. */
  void requireWhole() throws IOException {
    for (ZipEntry entry : zip.stream().toList()) {
      CRC32 sum = new CRC32();
      try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      if (sum.getValue() != entry.getCrc()) {
        throw new DataException(
            "%s: expected %s with the checksum %08x, found %08x; the file is damaged."
                .formatted(file, entry.getName(), entry.getCrc(), sum.getValue()));
      }
    }
  }

  /** An array whose elements are still to be read; the first of these names that exists. */
  Optional<Array> array(String... names) throws IOException {
    for (String name : names) {
      ZipEntry entry = zip.getEntry(name + ".npy");
      if (entry != null) {
        InputStream in = zip.getInputStream(entry);
        String label = file + "/" + name;
        return Optional.of(new Array(label, Npy.readHeader(in, label), new DataInputStream(in)));
      }
    }
    return Optional.empty();
  }

  /**
   * An array.
   *
   * @param name what to call it in errors
   * @param header its type and shape
   * @param in its elements
   */
  record Array(String name, NpyHeader header, DataInputStream in) {

    /** The next elements as bytes. */
    byte[] bytes(int count) throws IOException {
      byte[] bytes = new byte[count];
      try {
        in.readFully(bytes);
      } catch (EOFException e) {
        throw new DataException(
            "%s ends early: the file is truncated; save it again.".formatted(name), e);
      }
      return bytes;
    }

    /** All of it: float32 or float64 [n, d], finite. */
    FeatureMatrix matrix() throws IOException {
      return matrix(header.shape().asArray());
    }

    /** All of it as one row: float32 or float64 [d], finite. */
    FeatureMatrix row() throws IOException {
      return matrix(new long[] {1, header.shape().size()});
    }

    private FeatureMatrix matrix(long[] shape) throws IOException {
      boolean isDouble = header.descr().equals("<f8");
      if (shape.length != 2
          || Math.min(shape[0], shape[1]) < 1
          || Math.max(shape[0], shape[1]) > Integer.MAX_VALUE
          || !(isDouble || header.descr().equals("<f4"))) {
        throw new DataException(
            "%s: expected float32 or float64 numbers [n, d], found %s %s; convert them with astype and reshape."
                .formatted(name, header.descr(), header.shape()));
      }
      List<double[]> doubles = new ArrayList<>();
      List<float[]> floats = new ArrayList<>();
      int width = Math.multiplyExact((int) shape[1], header.elementBytes());
      for (long i = 0; i < shape[0]; i++) {
        ByteBuffer row = ByteBuffer.wrap(bytes(width)).order(ByteOrder.LITTLE_ENDIAN);
        if (isDouble) {
          double[] values = new double[(int) shape[1]];
          row.asDoubleBuffer().get(values);
          doubles.add(values);
        } else {
          float[] values = new float[(int) shape[1]];
          row.asFloatBuffer().get(values);
          floats.add(values);
        }
      }
      FeatureMatrix matrix =
          isDouble ? FeatureMatrix.of(doubles.toArray(double[][]::new)) : FeatureMatrix.of(floats);
      requireFinite(matrix);
      return matrix;
    }

    private void requireFinite(FeatureMatrix matrix) {
      for (int i = 0; i < matrix.count(); i++) {
        for (double value : matrix.rows(i, i + 1)) {
          if (!Double.isFinite(value)) {
            throw new DataException(
                "%s: expected finite numbers, found %s in row %d; make the features again."
                    .formatted(name, value, i));
          }
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw cantRead(file, e);
    }
  }
}
