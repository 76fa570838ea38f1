package org.maskgit.checkpoint;

import com.google.gson.stream.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.maskgit.io.DataException;

/**
 * Writes safetensors files. Names stay as they are: Flax names joined by {@code /}.
 *
 * <p>The format allows no gaps, so alignment comes from order: the header is padded until the data
 * begin at a multiple of 64, then come the tensors whose size is a multiple of 64, then those of
 * 32, and so on. Each one begins at a multiple of its own size's power of two, up to 64; all large
 * tensors are thus aligned to 64 bytes, and every tensor to its elements. Only one tensor is in
 * memory at a time.
 */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 64;

  private SafetensorsWriter() {}

  static void write(
      OutputStream out, Collection<CheckpointTensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<CheckpointTensor> ordered =
        tensors.stream()
            .sorted(
                Comparator.comparingLong(SafetensorsWriter::alignment)
                    .reversed()
                    .thenComparing(CheckpointTensor::name))
            .toList();
    byte[] header = header(ordered, metadata);
    int unpadded = Long.BYTES + header.length;
    int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT - Long.BYTES;
    if (length > SafetensorsReader.MAX_HEADER) {
      throw new DataException(
          "Can't write safetensors: expected a header of at most %d bytes, found %d; write msgpack."
              .formatted(SafetensorsReader.MAX_HEADER, length));
    }
    ByteBuffer head = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(length).put(header);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    WritableByteChannel channel = Channels.newChannel(out);
    writeFully(channel, head.flip());
    for (CheckpointTensor tensor : ordered) {
      writeFully(channel, tensor.bytes());
    }
  }

  /** The largest power of two that divides the size, at most 64; also for empty tensors. */
  private static long alignment(CheckpointTensor tensor) {
    return Long.lowestOneBit(tensor.spec().byteSize() | ALIGNMENT);
  }

  private static byte[] header(List<CheckpointTensor> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
        JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name(SafetensorsHeader.METADATA).beginObject();
        for (var entry : metadata.entrySet()) {
          json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
      }
      long offset = 0;
      for (CheckpointTensor tensor : tensors) {
        long end = offset + tensor.spec().byteSize();
        json.name(tensor.name()).beginObject();
        json.name("dtype").value(tensor.dtype().safetensorsName()).name("shape").beginArray();
        for (long dimension : tensor.shape().asArray()) {
          json.value(dimension);
        }
        json.endArray().name("data_offsets").beginArray().value(offset).value(end).endArray();
        json.endObject();
        offset = end;
      }
      json.endObject();
    }
    return bytes.toByteArray();
  }

  private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
