package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;

/**
 * The tensors of one checkpoint by their Flax names. Opening maps its files and reads their
 * structure only; the numbers are read where they lie. Immutable and safe to share between threads;
 * there is nothing to close, the mapping ends when the checkpoint and its tensors are unreachable.
 * Until then the file may be replaced by a rename, but must not be cut short.
 */
public final class Checkpoint {
  /** The key of the metadata under which a transformer's classes have their names, a line each. */
  public static final String CLASS_NAMES_KEY = "maskgit.classes";

  private static final String CLASS_NAMES_ASSET = "assets/class_names.txt";

  private final String name;
  private final CheckpointFormat format;
  private final ImmutableMap<String, CheckpointTensor> tensors;
  private final ImmutableMap<String, String> metadata;

  private Checkpoint(
      String name,
      CheckpointFormat format,
      ImmutableMap<String, CheckpointTensor> tensors,
      ImmutableMap<String, String> metadata) {
    this.name = name;
    this.format = format;
    this.tensors = tensors;
    this.metadata = metadata;
  }

  /**
   * Opens a checkpoint, its format recognised by content.
   *
   * @param file a Flax MessagePack or a safetensors file, a TensorFlow checkpoint by its prefix or
   *     one of its files, or a SavedModel's folder, whose variables are read
   * @return the checkpoint
   * @throws DataException if it is missing, of another format, truncated or damaged; damaged
   *     numbers of a TensorFlow checkpoint are found when they are read
   */
  public static Checkpoint open(Path file) {
    return BundleFiles.at(file)
        .map(bundle -> open(file, bundle))
        .orElseGet(() -> open(MappedFile.open(file)));
  }

  /**
   * Opens the weights of one model, which may share a checkpoint with others: a SavedModel with
   * transformer and tokenizer is opened once for each.
   *
   * @param file as for {@link #open(Path)}
   * @param kind which model
   * @return its tensors by the names that the model gives them; all tensors if none of them marks
   *     such a model
   * @throws DataException as for {@link #open(Path)}, or if several such models are in it
   */
  public static Checkpoint open(Path file, ModelKind kind) {
    Checkpoint whole = open(file);
    return kind.in(whole).orElse(whole);
  }

  private static Checkpoint open(Path file, BundleFiles bundle) {
    return of(
        file.toString(), CheckpointFormat.TENSORFLOW, BundleReader.read(bundle), metadata(file));
  }

  // A TensorFlow checkpoint has no metadata, but a SavedModel brings its classes' names beside it.
  private static ImmutableMap<String, String> metadata(Path file) {
    Path names = file.resolve(CLASS_NAMES_ASSET);
    try {
      return Files.isRegularFile(names)
          ? ImmutableMap.of(CLASS_NAMES_KEY, Files.readString(names))
          : ImmutableMap.of();
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(names, e.getMessage()), e);
    }
  }

  /**
   * Lists the files that make up a checkpoint.
   *
   * @param file as for {@link #open(Path)}
   * @return the file itself, the index and the data files of a TensorFlow checkpoint, or {@code
   *     saved_model.pb} and the same of a SavedModel's variables, if it has any
   * @throws DataException if an index can't be read
   */
  public static ImmutableList<Path> files(Path file) {
    if (BundleFiles.isSavedModel(file)) {
      return ImmutableList.<Path>builder()
          .add(file.resolve(BundleFiles.SAVED_MODEL))
          .addAll(BundleFiles.at(file).map(BundleFiles::existing).orElse(ImmutableList.of()))
          .build();
    }
    return BundleFiles.at(file).map(BundleFiles::all).orElseGet(() -> ImmutableList.of(file));
  }

  /** Opens bytes that are mapped, or for tests in memory. */
  static Checkpoint open(MappedFile file) {
    CheckpointFormat format =
        CheckpointFormat.recognise(file).orElseThrow(() -> CheckpointFormat.unrecognised(file));
    return switch (format) {
      case FLAX_MSGPACK -> of(file.name(), format, FlaxReader.read(file), ImmutableMap.of());
      case SAFETENSORS -> SafetensorsReader.read(file);
      case TENSORFLOW ->
          throw new DataException(
              ("%s is the index of a TensorFlow checkpoint: expected its name to end with .index,"
                      + " beside its data; rename it.")
                  .formatted(file.name()));
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
    return of(name, CheckpointFormat.FLAX_MSGPACK, tensors, ImmutableMap.of());
  }

  static Checkpoint of(
      String name,
      CheckpointFormat format,
      Collection<CheckpointTensor> tensors,
      ImmutableMap<String, String> metadata) {
    Map<String, CheckpointTensor> byName = new LinkedHashMap<>();
    for (CheckpointTensor tensor : tensors) {
      if (byName.put(tensor.name(), tensor) != null) {
        throw new IllegalArgumentException(
            "expected different names, found %s twice".formatted(tensor.name()));
      }
    }
    return new Checkpoint(name, format, ImmutableMap.copyOf(byName), metadata);
  }

  /**
   * Other tensors in place of these, such as the same ones renamed.
   *
   * @param tensors the tensors, with different names
   * @return a checkpoint of the same name, format and metadata
   */
  public Checkpoint withTensors(Collection<CheckpointTensor> tensors) {
    return of(name, format, tensors, metadata);
  }

  /**
   * The same tensors with other metadata.
   *
   * @param metadata texts by key, such as {@code format} = {@code pt}
   * @return a checkpoint of the same name and format
   */
  public Checkpoint withMetadata(Map<String, String> metadata) {
    return new Checkpoint(name, format, tensors, ImmutableMap.copyOf(metadata));
  }

  /**
   * Writes all tensors to a file, whole or not at all, one tensor in memory at a time. A file that
   * this checkpoint was read from may be the target.
   *
   * <p>A TensorFlow checkpoint is two files, {@code FILE.index} and {@code
   * FILE.data-00000-of-00001}. They are written elsewhere and moved one after the other: what a
   * crash between the moves leaves has no index. Its tensors are in memory all at once.
   *
   * @param file the file to write, replacing an older one; of a TensorFlow checkpoint the prefix or
   *     the index
   * @param format {@link CheckpointFormat#FLAX_MSGPACK} for what {@code
   *     flax.serialization.msgpack_restore} reads, {@link CheckpointFormat#SAFETENSORS}, or {@link
   *     CheckpointFormat#TENSORFLOW} for what {@code tf.train.load_checkpoint} reads; only
   *     safetensors keep the metadata
   * @throws DataException if the file can't be written, or if one name is a tensor's and also leads
   *     to others, which a Flax tree can't hold
   */
  public void write(Path file, CheckpointFormat format) {
    switch (format) {
      case FLAX_MSGPACK -> AtomicFile.write(file, out -> FlaxWriter.write(out, tensors.values()));
      case SAFETENSORS ->
          AtomicFile.write(file, out -> SafetensorsWriter.write(out, tensors.values(), metadata));
      case TENSORFLOW ->
          BundleWriter.write(
              BundleFiles.toWrite(file).prefix(), tensors.values(), ImmutableMap.of());
    }
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
   * Texts that a safetensors file carries beside its tensors.
   *
   * @return texts by key; empty for files of other formats
   */
  public ImmutableMap<String, String> metadata() {
    return metadata;
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
