package org.maskgit.io;

import com.google.common.io.CountingOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.tensorflow.ndarray.Shape;

/**
 * Writes NumPy's {@code .npz} format: a zip file of {@code .npy} files, uncompressed as {@code
 * numpy.savez} leaves them. Arrays are streamed and may be larger than memory and than 4 GiB
 * (zip64). The same arrays give the same bytes at any time.
 */
public final class NpzWriter {
  /** The first moment that a zip file can name. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzWriter() {}

  /**
   * An array whose elements are written when they are asked for.
   *
   * @param name its name, without {@code .npy}
   * @param header type and shape
   * @param elements writes the elements, little-endian in C order; asked twice, for the checksum
   *     and for the file
   */
  public record Member(String name, NpyHeader header, AtomicFile.Content elements) {

    /**
     * Makes a member of an array in memory.
     *
     * @param name its name, without {@code .npy}
     * @param array the array
     * @return the member
     */
    public static Member of(String name, NpyArray array) {
      byte[] data = new byte[array.data().limit()];
      array.data().duplicate().rewind().get(data);
      return new Member(name, new NpyHeader(array.descr(), array.shape()), out -> out.write(data));
    }

    /**
     * Makes a member of bytes.
     *
     * @param name its name, without {@code .npy}
     * @param shape its dimensions
     * @param bytes uint8 in C order, uncopied
     * @return the member
     */
    public static Member of(String name, Shape shape, byte[] bytes) {
      return new Member(name, new NpyHeader("|u1", shape), out -> out.write(bytes));
    }

    private void writeTo(OutputStream out) throws IOException {
      out.write(Npy.header(header));
      CountingOutputStream counted = new CountingOutputStream(out);
      elements.writeTo(counted);
      if (counted.getCount() != header.bytes()) {
        throw new IOException(
            "%s: expected %d bytes for %s, found %d"
                .formatted(name, header.bytes(), header.shape(), counted.getCount()));
      }
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @param file the file to appear
   * @param members the arrays, with different names
   * @throws DataException if it can't be written, or elements are missing
   */
  public static void write(Path file, List<Member> members) {
    AtomicFile.write(file, out -> write(out, members));
  }

  private static void write(OutputStream out, List<Member> members) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Member member : members) {
      CheckedOutputStream sum =
          new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
      CountingOutputStream counted = new CountingOutputStream(sum);
      member.writeTo(counted);
      // Stored, not deflated: NumPy can map it, and sizes and checksum stand before the elements.
      ZipEntry entry = new ZipEntry(member.name() + ".npy");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(counted.getCount());
      entry.setCompressedSize(counted.getCount());
      entry.setCrc(sum.getChecksum().getValue());
      entry.setTimeLocal(NO_TIME);
      zip.putNextEntry(entry);
      member.writeTo(zip);
      zip.closeEntry();
    }
    zip.finish();
  }
}
