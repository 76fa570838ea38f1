package org.maskgit.io;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.ndarray.Shape;

/**
 * NumPy's {@code .npy} format, versions 1.0 to 3.0, C order, little-endian (<a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>).
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*'descr':\\s*'([<>|=][a-z]\\d{1,2})',\\s*'fortran_order':\\s*(True|False),"
              + "\\s*'shape':\\s*\\(([^)]*)\\),?\\s*\\}\\s*",
          Pattern.DOTALL);

  private Npy() {}

  /**
   * Reads a file.
   *
   * @param file the {@code .npy} file
   * @return the array
   * @throws DataException if the file is missing, no {@code .npy} file, or truncated
   */
  public static NpyArray read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, Files.size(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new DataException("Expected an .npy file at %s, found none.".formatted(file), e);
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads an array from a stream.
   *
   * @param in the stream, read to the array's end
   * @param limit the stream's length in bytes; no more than this is ever allocated
   * @param name what to call the stream in errors
   * @return the array
   * @throws DataException if the stream holds no array or ends early
   * @throws IOException if reading fails
   */
  public static NpyArray read(InputStream in, long limit, String name) throws IOException {
    NpyHeader header = readHeader(in, name);
    long bytes = header.bytes();
    if (bytes > Math.min(limit, Integer.MAX_VALUE - 8)) {
      throw new DataException(
          "%s declares %s elements of %s but holds %d bytes; the .npy file is truncated or damaged."
              .formatted(name, header.shape(), header.descr(), limit));
    }
    byte[] data = in.readNBytes((int) bytes);
    if (data.length < bytes) {
      throw new DataException("%s ends early: the .npy file is truncated.".formatted(name));
    }
    return new NpyArray(
        header.descr(), header.shape(), ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * Reads what stands before the elements of an array, which may be larger than memory.
   *
   * @param in the stream, read up to the first element
   * @param name what to call the stream in errors
   * @return type and shape; the elements follow little-endian in C order
   * @throws DataException if the stream holds no such array
   * @throws IOException if reading fails
   */
  public static NpyHeader readHeader(InputStream in, String name) throws IOException {
    DataInputStream data = new DataInputStream(in);
    try {
      byte[] magic = new byte[MAGIC.length];
      data.readFully(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new DataException(
            "%s is no .npy file: expected it to begin with \\x93NUMPY; save it with numpy.save."
                .formatted(name));
      }
      int major = data.readUnsignedByte();
      data.readUnsignedByte();
      int length =
          major == 1
              ? Short.toUnsignedInt(Short.reverseBytes(data.readShort()))
              : Integer.reverseBytes(data.readInt());
      if (length < 0 || length > MAX_HEADER) {
        throw new DataException(
            "%s has an .npy header of %d bytes, expected at most %d; the file is damaged."
                .formatted(name, length, MAX_HEADER));
      }
      byte[] header = new byte[length];
      data.readFully(header);
      return header(new String(header, StandardCharsets.UTF_8), name);
    } catch (EOFException e) {
      throw new DataException("%s ends early: the .npy file is truncated.".formatted(name), e);
    }
  }

  private static NpyHeader header(String header, String name) {
    Matcher m = HEADER.matcher(header);
    if (!m.matches() || m.group(1).startsWith(">")) {
      throw new DataException(
          "%s: expected an .npy header of one little-endian array, found %s."
              .formatted(name, header.strip()));
    }
    long[] dims;
    try {
      dims =
          Arrays.stream(m.group(3).split(","))
              .map(String::strip)
              .filter(s -> !s.isEmpty())
              .mapToLong(Long::parseLong)
              .toArray();
    } catch (NumberFormatException e) {
      throw new DataException("%s: unreadable shape (%s).".formatted(name, m.group(3)), e);
    }
    if (m.group(2).equals("True") && dims.length > 1) {
      throw new DataException(
          "%s is in Fortran order, expected C order; save numpy.ascontiguousarray(x)."
              .formatted(name));
    }
    return new NpyHeader(m.group(1).replace('=', '<'), Shape.of(dims));
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param file the file to write
   * @param array the array
   * @throws DataException if the file can't be written
   */
  public static void write(Path file, NpyArray array) {
    AtomicFile.write(file, out -> write(out, array));
  }

  /**
   * Writes an array in format version 1.0, padded to 64 bytes as NumPy does.
   *
   * @param out the stream, left open
   * @param array the array
   * @throws IOException if writing fails
   */
  public static void write(OutputStream out, NpyArray array) throws IOException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    buffered.write(header(new NpyHeader(array.descr(), array.shape())));
    byte[] data = new byte[array.data().limit()];
    array.data().duplicate().rewind().get(data);
    buffered.write(data);
    buffered.flush();
  }

  /**
   * Makes what stands before the elements of an array, in format version 1.0, padded to 64 bytes as
   * NumPy does.
   *
   * @param header type and shape
   * @return the bytes, behind which the elements follow little-endian in C order
   */
  static byte[] header(NpyHeader header) {
    long[] dims = header.shape().asArray();
    String shape =
        Arrays.stream(dims).mapToObj(Long::toString).collect(Collectors.joining(", "))
            + (dims.length == 1 ? "," : "");
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(header.descr(), shape);
    int unpadded = MAGIC.length + 4 + text.length() + 1;
    text += " ".repeat((64 - unpadded % 64) % 64) + "\n";
    ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length + 4 + text.length());
    bytes.put(MAGIC).put(new byte[] {1, 0, (byte) text.length(), (byte) (text.length() >> 8)});
    return bytes.put(text.getBytes(StandardCharsets.US_ASCII)).array();
  }
}
