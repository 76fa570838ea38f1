package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.maskgit.io.DataException;

/** The file formats of checkpoints; which one a file is in is seen from its first bytes. */
public enum CheckpointFormat {
  /** A tree of arrays in MessagePack, as {@code flax.serialization} writes it. */
  FLAX_MSGPACK,
  /** A JSON header and the plain bytes of all tensors. */
  SAFETENSORS;

  private static final int FIRST_BYTES = 9;

  /** Recognises the format; a MessagePack map can't begin as a safetensors header length does. */
  static CheckpointFormat recognise(MappedFile file) {
    ByteBuffer first = file.slice(0, (int) Math.min(FIRST_BYTES, file.size()));
    if (first.remaining() == FIRST_BYTES && first.get(FIRST_BYTES - 1) == '{') {
      long header = first.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
      if (header > 0 && header >>> Integer.SIZE == 0) {
        return SAFETENSORS;
      }
    }
    int lead = first.hasRemaining() ? first.get(0) & 0xff : -1;
    if ((lead >= 0x80 && lead <= 0x8f) || lead == 0xde || lead == 0xdf) {
      return FLAX_MSGPACK;
    }
    throw new DataException(
        "%s is no checkpoint: expected a Flax MessagePack tree or a safetensors file, found %s."
            .formatted(file.name(), describe(lead, first)));
  }

  private static String describe(int lead, ByteBuffer first) {
    if (lead < 0) {
      return "an empty file; fetch it again";
    }
    if (first.remaining() >= 2 && lead == 'P' && first.get(1) == 'K') {
      return "a zip archive (as PyTorch writes); convert it to safetensors first";
    }
    if (lead == '<') {
      return "a web page or XML; fetch the file itself";
    }
    return "a file that begins with the byte 0x%02x; name another file".formatted(lead);
  }
}
