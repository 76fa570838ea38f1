package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonParseException;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maskgit.io.DataException;

/**
 * Reads the structure of a safetensors file: eight bytes of little-endian header length, a JSON
 * header, then the bytes of all tensors without gap or overlap (<a
 * href="https://huggingface.co/docs/safetensors">huggingface.co/docs/safetensors</a>). The bytes
 * stay in the mapped file.
 *
 * <p>Names of Flax tensors may be joined by {@code /}, as {@link SafetensorsWriter} does, or by
 * dots; both become {@code /} and lose a leading {@code params}. Other names, such as PyTorch's,
 * stay as they are.
 */
final class SafetensorsReader {
  /** The cap of the reference implementation. */
  static final int MAX_HEADER = 100_000_000;

  private static final ImmutableSet<String> FLAX_LEAVES =
      ImmutableSet.of("kernel", "scale", "embedding", "codebook");

  private final MappedFile file;

  private SafetensorsReader(MappedFile file) {
    this.file = file;
  }

  /** Reads tensors and metadata. */
  static Checkpoint read(MappedFile file) {
    SafetensorsReader reader = new SafetensorsReader(file);
    int length = reader.headerLength();
    SafetensorsHeader header = reader.header(length);
    long data = Long.BYTES + (long) length;
    reader.requireCovered(header.entries(), file.size() - data);
    if (header.entries().isEmpty()) {
      throw new DataException(
          "%s holds no tensors: expected the parameters of a model; is this the right file?"
              .formatted(file.name()));
    }
    return Checkpoint.of(
        file.name(),
        CheckpointFormat.SAFETENSORS,
        reader.tensors(header.entries(), data),
        header.metadata());
  }

  private int headerLength() {
    if (file.size() < Long.BYTES) {
      throw SafetensorsHeader.error(file.name(), "the file ends early, it is truncated");
    }
    long length = file.slice(0, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    if (length < 0 || length > Math.min(MAX_HEADER, file.size() - Long.BYTES)) {
      throw SafetensorsHeader.error(
          file.name(),
          "it declares %s bytes, but the file has %d"
              .formatted(Long.toUnsignedString(length), file.size()));
    }
    return (int) length;
  }

  private SafetensorsHeader header(int length) {
    try (Reader text =
        new InputStreamReader(
            new MappedInputStream(file, Long.BYTES, length), StandardCharsets.UTF_8.newDecoder())) {
      return SafetensorsHeader.parse(text, file.name());
    } catch (MalformedJsonException
        | JsonParseException
        | IllegalStateException
        | NumberFormatException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private DataException unreadable(Exception e) {
    return new DataException(
        SafetensorsHeader.error(file.name(), "it is no JSON as the format has it").getMessage(), e);
  }

  /** Checks that the tensors lie one behind the other and fill the file to its end. */
  private void requireCovered(List<SafetensorsHeader.Entry> entries, long size) {
    List<SafetensorsHeader.Entry> sorted = new ArrayList<>(entries);
    sorted.sort(
        Comparator.comparingLong(SafetensorsHeader.Entry::begin)
            .thenComparingLong(SafetensorsHeader.Entry::end));
    long end = 0;
    for (SafetensorsHeader.Entry entry : sorted) {
      if (entry.begin() != end || entry.end() > size) {
        throw SafetensorsHeader.error(
            file.name(),
            "%s lies at %d..%d, expected it to begin at %d and to end by %d"
                .formatted(entry.spec().name(), entry.begin(), entry.end(), end, size));
      }
      end = entry.end();
    }
    if (end != size) {
      throw SafetensorsHeader.error(
          file.name(), "the tensors end at %d, the file at %d".formatted(end, size));
    }
  }

  private List<CheckpointTensor> tensors(List<SafetensorsHeader.Entry> entries, long data) {
    boolean dotted = isDottedFlax(entries);
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (SafetensorsHeader.Entry entry : entries) {
      TensorSpec stored = entry.spec();
      String name = dotted ? stored.name().replace('.', '/') : stored.name();
      name = name.startsWith("params/") ? name.substring("params/".length()) : name;
      if (entry.end() - entry.begin() > Integer.MAX_VALUE) {
        throw new DataException(
            "%s: expected tensors of less than 2 GiB, found %d bytes in %s; store it in parts."
                .formatted(file.name(), entry.end() - entry.begin(), name));
      }
      long offset = data + entry.begin();
      int length = (int) (entry.end() - entry.begin());
      TensorSpec spec = new TensorSpec(name, stored.dtype(), stored.shape());
      if (tensors.put(name, CheckpointTensor.of(spec, () -> file.read(offset, length))) != null) {
        throw SafetensorsHeader.error(file.name(), "the name %s stands twice".formatted(name));
      }
    }
    return List.copyOf(tensors.values());
  }

  /** Flax calls weights kernel, scale, embedding or codebook, PyTorch calls all of them weight. */
  private static boolean isDottedFlax(List<SafetensorsHeader.Entry> entries) {
    List<String> last =
        entries.stream()
            .map(e -> e.spec().name())
            .map(n -> n.substring(n.lastIndexOf('.') + 1))
            .toList();
    return last.stream().anyMatch(FLAX_LEAVES::contains)
        && !last.contains("weight")
        && entries.stream().noneMatch(e -> e.spec().name().contains("/"));
  }
}
