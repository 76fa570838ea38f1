package org.maskgit.tools.option;

import com.google.common.collect.ImmutableMap;
import org.maskgit.checkpoint.CheckpointFormat;

/** The formats of checkpoints by the names that are typed. */
public final class CheckpointFormats {
  private static final ImmutableMap<String, CheckpointFormat> BY_NAME =
      ImmutableMap.of(
          "safetensors", CheckpointFormat.SAFETENSORS,
          "msgpack", CheckpointFormat.FLAX_MSGPACK,
          "tf", CheckpointFormat.TENSORFLOW);

  private CheckpointFormats() {}

  /**
   * Finds a format by its name.
   *
   * @param name safetensors, msgpack or tf
   * @return the format
   * @throws IllegalArgumentException if there is none of that name
   */
  public static CheckpointFormat parse(String name) {
    CheckpointFormat format = BY_NAME.get(name);
    if (format == null) {
      throw new IllegalArgumentException(
          "expected safetensors, msgpack or tf, found %s".formatted(name));
    }
    return format;
  }
}
