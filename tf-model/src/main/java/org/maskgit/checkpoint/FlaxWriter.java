package org.maskgit.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.maskgit.io.DataException;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/**
 * Writes {@code {'params': tree}} byte for byte as {@code flax.serialization.msgpack_serialize}
 * does: keys sorted, every tensor an array extension (a scalar is an array without dimensions), and
 * arrays of more than 2³⁰ bytes in chunks. Only one tensor is in memory at a time.
 */
final class FlaxWriter {
  private static final int MAX_CHUNK = 1 << 30;
  private static final byte ARRAY_EXTENSION = 1;

  /** Python sorts text by code points, which is the order of its UTF-8 bytes. */
  private static final Comparator<String> PYTHON_ORDER =
      Comparator.comparing(s -> s.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /** A tensor or a map of names. */
  private static final class Branch {
    final SortedMap<String, Branch> children = new TreeMap<>(PYTHON_ORDER);
    Optional<CheckpointTensor> tensor = Optional.empty();
  }

  private final WritableByteChannel out;
  private final int maxChunk;

  private FlaxWriter(OutputStream out, int maxChunk) {
    this.out = Channels.newChannel(out);
    this.maxChunk = maxChunk;
  }

  static void write(OutputStream out, Collection<CheckpointTensor> tensors) throws IOException {
    write(out, tensors, MAX_CHUNK);
  }

  /** Writes with chunks of at most {@code maxChunk} bytes; tests make them small. */
  static void write(OutputStream out, Collection<CheckpointTensor> tensors, int maxChunk)
      throws IOException {
    Branch root = new Branch();
    Branch params = root.children.computeIfAbsent("params", k -> new Branch());
    tensors.forEach(t -> plant(params, t));
    new FlaxWriter(out, maxChunk).branch(root);
  }

  private static void plant(Branch params, CheckpointTensor tensor) {
    Branch at = params;
    for (String part : tensor.name().split("/", -1)) {
      at = at.children.computeIfAbsent(part, k -> new Branch());
      if (at.tensor.isPresent()) {
        throw conflict(at.tensor.get().name(), tensor.name());
      }
    }
    if (!at.children.isEmpty()) {
      throw conflict(tensor.name(), tensor.name() + "/" + at.children.firstKey());
    }
    at.tensor = Optional.of(tensor);
  }

  private static DataException conflict(String tensor, String below) {
    return new DataException(
        "Can't write a Flax tree: expected %s to be a tensor or to hold tensors, found %s as well; "
                .formatted(tensor, below)
            + "rename one of them.");
  }

  private void branch(Branch branch) throws IOException {
    if (branch.tensor.isPresent()) {
      tensor(branch.tensor.get());
      return;
    }
    header(p -> p.packMapHeader(branch.children.size()));
    for (var child : branch.children.entrySet()) {
      header(p -> p.packString(child.getKey()));
      branch(child.getValue());
    }
  }

  private void tensor(CheckpointTensor tensor) throws IOException {
    ByteBuffer bytes = tensor.bytes();
    if (bytes.remaining() > maxChunk) {
      chunks(tensor, bytes);
    } else {
      array(tensor.dtype(), tensor.shape().asArray(), bytes);
    }
  }

  /** The marker comes first and the shape before the chunks: Flax sorts before it cuts. */
  private void chunks(CheckpointTensor tensor, ByteBuffer bytes) throws IOException {
    long[] dimensions = tensor.shape().asArray();
    int width = tensor.dtype().bytes();
    int piece = Math.max(1, maxChunk / width) * width;
    int pieces = (int) ((bytes.remaining() + (long) piece - 1) / piece);
    header(
        p -> {
          p.packMapHeader(3).packString(ChunkedArray.MARKER).packBoolean(true);
          p.packString(ChunkedArray.SHAPE).packMapHeader(dimensions.length);
          for (int i = 0; i < dimensions.length; i++) {
            p.packString(Integer.toString(i)).packLong(dimensions[i]);
          }
          p.packString(ChunkedArray.CHUNKS).packMapHeader(pieces);
        });
    for (int i = 0; i < pieces; i++) {
      String key = Integer.toString(i);
      header(p -> p.packString(key));
      ByteBuffer chunk = bytes.slice(i * piece, Math.min(piece, bytes.limit() - i * piece));
      array(tensor.dtype(), new long[] {chunk.remaining() / width}, chunk);
    }
  }

  private void array(DType dtype, long[] dimensions, ByteBuffer bytes) throws IOException {
    byte[] head =
        pack(
            p -> {
              p.packArrayHeader(3).packArrayHeader(dimensions.length);
              for (long dimension : dimensions) {
                p.packLong(dimension);
              }
              p.packString(dtype.numpyName()).packBinaryHeader(bytes.remaining());
            });
    header(p -> p.packExtensionTypeHeader(ARRAY_EXTENSION, head.length + bytes.remaining()));
    write(ByteBuffer.wrap(head));
    write(bytes);
  }

  /** A few values that stand before a payload. */
  @FunctionalInterface
  private interface Header {
    void packInto(MessageBufferPacker packer) throws IOException;
  }

  private void header(Header header) throws IOException {
    write(ByteBuffer.wrap(pack(header)));
  }

  private static byte[] pack(Header header) throws IOException {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      header.packInto(packer);
      return packer.toByteArray();
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
