package org.maskgit.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** MessagePack put together by hand, for files that our writer would never write. */
final class FlaxBytes {
  private FlaxBytes() {}

  /** Some values one after the other. */
  @FunctionalInterface
  interface Packing {
    void into(MessageBufferPacker packer) throws IOException;
  }

  static byte[] of(Packing packing) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packing.into(packer);
      return packer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The payload of an array extension. */
  static byte[] array(String dtype, byte[] data, long... shape) {
    return of(
        p -> {
          p.packArrayHeader(3).packArrayHeader(shape.length);
          for (long dimension : shape) {
            p.packLong(dimension);
          }
          p.packString(dtype).packBinaryHeader(data.length).writePayload(data);
        });
  }

  /** Packs an array of zeros, or of another extension type with such a payload. */
  static void pack(MessageBufferPacker p, int type, String dtype, int bytes, long... shape)
      throws IOException {
    byte[] payload = array(dtype, new byte[bytes], shape);
    p.packExtensionTypeHeader((byte) type, payload.length).writePayload(payload);
  }

  /** {@code {'w': VALUE}}. */
  static byte[] mapOf(Packing value) {
    return of(
        p -> {
          p.packMapHeader(1).packString("w");
          value.into(p);
        });
  }

  static Checkpoint open(byte[] bytes) {
    return Checkpoint.open(MappedFile.of("a.msgpack", bytes));
  }

  /** What our writer makes of tensors. */
  static byte[] written(int maxChunk, CheckpointTensor... tensors) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      FlaxWriter.write(out, List.of(tensors), maxChunk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
