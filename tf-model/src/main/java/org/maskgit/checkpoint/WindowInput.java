package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferInput;

/**
 * Feeds the MessagePack reader from a mapped file, a little at a time: only structure passes
 * through here, tensors are skipped by starting anew behind them. (MessagePack can read a mapped
 * buffer itself only where the JVM opens {@code java.nio} to it.)
 */
final class WindowInput implements MessageBufferInput {
  private static final int PIECE = 256;

  private final MappedFile file;
  private long position;

  WindowInput(MappedFile file, long position) {
    this.file = file;
    this.position = position;
  }

  @Override
  public MessageBuffer next() {
    int length = (int) Math.min(Math.min(PIECE, file.maxSlice()), file.size() - position);
    if (length <= 0) {
      return null;
    }
    byte[] piece = new byte[length];
    ByteBuffer slice = file.slice(position, length);
    slice.get(piece);
    position += length;
    return MessageBuffer.wrap(piece);
  }

  @Override
  public void close() {}
}
