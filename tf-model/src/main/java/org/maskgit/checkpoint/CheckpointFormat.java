package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.maskgit.io.DataException;

/** The file formats of checkpoints; which one a file is in is seen from its first bytes. */
public enum CheckpointFormat {
  /**
   * A tree of arrays in MessagePack, as {@code flax.serialization} writes it. The parameters are
   * what lies under {@code params}, be it at the top or in a training state ({@code target}, {@code
   * optimizer/target}); step, optimizer state, batch statistics and the like beside them are
   * ignored. Without any {@code params} the tree itself is the parameters. NumPy scalars and plain
   * numbers among them are tensors without dimensions; text and nothing are passed over; complex
   * numbers are refused. Arrays that Flax cut into chunks are whole again.
   */
  FLAX_MSGPACK,
  /**
   * A JSON header and the plain bytes of all tensors. Flax names are written joined by {@code /};
   * joined by dots they are read as well. PyTorch's names stay as they are.
   */
  SAFETENSORS,
  /**
   * A TensorFlow checkpoint of version 2, which a SavedModel's variables are as well: an index and
   * data files. Written are the names themselves. Read are names, or the keys of {@code
   * tf.train.Checkpoint} and {@code tf.Module} (paths that end with {@code
   * /.ATTRIBUTES/VARIABLE_VALUE}) without the optimizer's slots and {@code save_counter}; of these,
   * the parameters are found as in a Flax tree. Texts are passed over; tensors in slices are
   * refused.
   */
  TENSORFLOW;

  private static final int FIRST_BYTES = 9;

  /** Recognises the format; nothing if it is none of them. */
  static Optional<CheckpointFormat> recognise(MappedFile file) {
    if (SortedTable.isTable(file)) {
      return Optional.of(TENSORFLOW);
    }
    ByteBuffer first = first(file);
    if (first.remaining() == FIRST_BYTES
        && first.get(FIRST_BYTES - 1) == '{'
        && first.getInt(Integer.BYTES) == 0) {
      return Optional.of(SAFETENSORS);
    }
    return isMapOfNames(first) ? Optional.of(FLAX_MSGPACK) : Optional.empty();
  }

  static DataException unrecognised(MappedFile file) {
    ByteBuffer first = first(file);
    return new DataException(
        ("%s is no checkpoint: expected a Flax MessagePack tree, a safetensors file or a TensorFlow"
                + " checkpoint, found %s.")
            .formatted(file.name(), describe(first.hasRemaining() ? first.get(0) : 0, first)));
  }

  private static ByteBuffer first(MappedFile file) {
    return file.slice(0, (int) Math.min(FIRST_BYTES, file.size()));
  }

  /** Whether a MessagePack map begins here whose first key is text or bytes. */
  private static boolean isMapOfNames(ByteBuffer first) {
    int map = byteAt(first, 0);
    boolean small = map >= 0x80 && map <= 0x8f;
    if (!small && map != 0xde && map != 0xdf) {
      return false;
    }
    int key = byteAt(first, small ? 1 : map == 0xde ? 3 : 5);
    return key < 0
        || (key >= 0xa0 && key <= 0xbf)
        || (key >= 0xd9 && key <= 0xdb)
        || (key >= 0xc4 && key <= 0xc6);
  }

  private static int byteAt(ByteBuffer first, int index) {
    return index < first.limit() ? first.get(index) & 0xff : -1;
  }

  private static String describe(byte lead, ByteBuffer first) {
    if (!first.hasRemaining()) {
      return "an empty file; fetch it again";
    }
    if (lead == 'P' && byteAt(first, 1) == 'K') {
      return "a zip archive (as PyTorch writes); convert it to safetensors first";
    }
    if (lead == '<') {
      return "a web page or XML; fetch the file itself";
    }
    return "a file that begins with the byte 0x%02x; name another file".formatted(lead);
  }
}
