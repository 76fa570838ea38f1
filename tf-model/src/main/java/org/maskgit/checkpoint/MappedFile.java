package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.maskgit.io.DataException;

/**
 * A file mapped into memory, of any length. One mapping holds less than 2 GiB, so the file is
 * mapped in windows, each reaching over the next one's beginning: every piece of at most {@code
 * stride} bytes lies whole in one window. The mappings go when the garbage collector finds them
 * unused. The file must not be cut short while it is mapped; replacing it by a rename is safe.
 */
final class MappedFile {
  private static final int STRIDE = 1 << 30;

  private final String name;
  private final long size;
  private final int stride;
  private final ImmutableList<ByteBuffer> windows;

  private MappedFile(String name, long size, int stride, ImmutableList<ByteBuffer> windows) {
    this.name = name;
    this.size = size;
    this.stride = stride;
    this.windows = windows;
  }

  static MappedFile open(Path file) {
    return open(file, STRIDE);
  }

  /** Maps with windows that begin every {@code stride} bytes; tests make them small. */
  static MappedFile open(Path file, int stride) {
    if (Files.isDirectory(file)) {
      throw new DataException(
          "Can't open %s: expected a checkpoint file, found a folder; name a file in it."
              .formatted(file));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      ImmutableList.Builder<ByteBuffer> windows = ImmutableList.builder();
      for (long start = 0; start == 0 || start < size; start += stride) {
        long length = Math.min(2L * stride - 1, size - start);
        windows.add(channel.map(FileChannel.MapMode.READ_ONLY, start, length));
      }
      return new MappedFile(file.toString(), size, stride, windows.build());
    } catch (NoSuchFileException e) {
      throw new DataException(
          "Can't open %s: expected a checkpoint file, found none; check the path.".formatted(file),
          e);
    } catch (AccessDeniedException e) {
      throw new DataException(
          "Can't open %s: it is not readable for you; change its permissions.".formatted(file), e);
    } catch (IOException e) {
      throw new DataException("Can't open %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  /** Bytes in memory in place of a file, for tests. */
  static MappedFile of(String name, byte[] bytes) {
    ByteBuffer window = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    return new MappedFile(name, bytes.length, STRIDE, ImmutableList.of(window));
  }

  String name() {
    return name;
  }

  long size() {
    return size;
  }

  /** The longest piece that {@link #slice} gives. */
  int maxSlice() {
    return stride;
  }

  /** A little-endian view of {@code length} bytes; both must lie in the file. */
  ByteBuffer slice(long offset, int length) {
    if (offset < 0 || length < 0 || length > stride || offset > size - length) {
      throw new IllegalArgumentException(
          "expected a range of at most %d bytes in 0..%d, found %d+%d"
              .formatted(stride, size, offset, length));
    }
    int window = (int) Math.min(offset / stride, windows.size() - 1);
    int start = (int) (offset - (long) window * stride);
    return windows.get(window).slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Little-endian bytes from anywhere in the file: a view where {@link #slice} gives one, a copy
   * where they are longer than that.
   */
  ByteBuffer read(long offset, int length) {
    if (length <= stride) {
      return slice(offset, length);
    }
    ByteBuffer whole = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (whole.hasRemaining()) {
      whole.put(slice(offset + whole.position(), Math.min(stride, whole.remaining())));
    }
    return whole.flip();
  }
}
