package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.maskgit.io.DataException;

/**
 * The tensors of one checkpoint file by their Flax names. Opening maps the file and reads its
 * structure only; the numbers are read where they lie. Immutable and safe to share between threads;
 * there is nothing to close, the mapping ends when the checkpoint and its tensors are unreachable.
 */
public final class Checkpoint {
  private final String name;
  private final CheckpointFormat format;
  private final ImmutableMap<String, CheckpointTensor> tensors;

  private Checkpoint(
      String name, CheckpointFormat format, ImmutableMap<String, CheckpointTensor> tensors) {
    this.name = name;
    this.format = format;
    this.tensors = tensors;
  }

  /**
   * Opens a checkpoint file, its format recognised by content.
   *
   * @param file a Flax MessagePack or a safetensors file
   * @return the checkpoint
   * @throws DataException if the file is missing, of another format, truncated or damaged
   */
  public static Checkpoint open(Path file) {
    MappedFile mapped = MappedFile.open(file);
    CheckpointFormat format = CheckpointFormat.recognise(mapped);
    return switch (format) {
      case FLAX_MSGPACK -> new Checkpoint(file.toString(), format, FlaxReader.read(mapped));
      case SAFETENSORS -> throw new DataException(file + ": safetensors files are not read yet.");
    };
  }

  /**
   * Makes a checkpoint of tensors in memory, to be written.
   *
   * @param name what to call it in errors
   * @param tensors the tensors, with different names
   * @return a checkpoint whose format is {@link CheckpointFormat#FLAX_MSGPACK}
   */
  public static Checkpoint of(String name, Collection<CheckpointTensor> tensors) {
    Map<String, CheckpointTensor> byName = new LinkedHashMap<>();
    for (CheckpointTensor tensor : tensors) {
      if (byName.put(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException(
            "expected different names, found %s twice".formatted(tensor.name()));
      }
    }
    return new Checkpoint(name, CheckpointFormat.FLAX_MSGPACK, ImmutableMap.copyOf(byName));
  }

  /**
   * What to call this checkpoint in reports: the file's path.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * The format it was read from.
   *
   * @return the format
   */
  public CheckpointFormat format() {
    return format;
  }

  /**
   * All tensors in the file's order, by names without the leading {@code params/}.
   *
   * @return the tensors
   */
  public ImmutableMap<String, CheckpointTensor> tensors() {
    return tensors;
  }

  /**
   * One tensor.
   *
   * @param name its Flax name, such as {@code quantizer/codebook}
   * @return the tensor
   * @throws DataException if there is none of that name
   */
  public CheckpointTensor tensor(String name) {
    CheckpointTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new DataException(
          "%s: expected a tensor %s, found none among %d; is this the right file?"
              .formatted(this.name, name, tensors.size()));
    }
    return tensor;
  }

  /**
   * How many numbers all tensors hold together.
   *
   * @return the number of parameters
   */
  public long parameterCount() {
    return tensors.values().stream().mapToLong(t -> t.shape().size()).sum();
  }
}
