package org.maskgit.checkpoint;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** A range of a mapped file as a stream. */
final class MappedInputStream extends InputStream {
  private final ByteBuffer bytes;

  MappedInputStream(MappedFile file, long offset, int length) {
    this.bytes = file.slice(offset, length);
  }

  @Override
  public int read() {
    return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] out, int start, int length) {
    if (length > 0 && !bytes.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, bytes.remaining());
    bytes.get(out, start, count);
    return count;
  }
}
