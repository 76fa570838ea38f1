package org.maskgit.data;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.io.DataException;
import org.maskgit.training.TokenBatch;
import org.tensorflow.ndarray.Shape;

/**
 * Stores images as tokens, in shards: safetensors files with {@code tokens} [n, grid²] (int16, or
 * int32 for more than 32,768 codes) and {@code labels} [n] (int32), and an index, {@code
 * tokens.json}.
 *
 * <p>A shard appears whole or not at all, and counts when the index names it. A writer that was
 * killed and is opened again says with {@link #position} where to go on; at most one shard is made
 * again. Not safe for use by several threads, nor one folder by several writers.
 */
public final class TokenShardWriter {
  static final String TOKENS = "tokens";
  static final String LABELS = "labels";

  private final Path folder;
  private final int shardSize;
  private final List<int[]> tokens = new ArrayList<>();
  private final List<Integer> labels = new ArrayList<>();
  private TokenIndex index;
  private String next;

  private TokenShardWriter(Path folder, TokenIndex index, int shardSize) {
    this.folder = folder;
    this.index = index;
    this.shardSize = shardSize;
    this.next = index.position();
  }

  /**
   * Begins a folder, or goes on with one that was left unfinished.
   *
   * @param folder the folder; it is created if it is not there
   * @param manifest what the tokens mean; it must equal that of an unfinished folder
   * @param shardSize images from which on a shard is written, at least 1
   * @return the writer
   * @throws DataException if the folder holds other tokens, or finished ones, or can't be written
   */
  public static TokenShardWriter open(Path folder, TokenManifest manifest, int shardSize) {
    checkArgument(shardSize >= 1, "expected shards of at least one image, found %s", shardSize);
    if (!TokenIndex.isIn(folder)) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new DataException("Can't create %s: %s.".formatted(folder, e.getMessage()), e);
      }
      TokenIndex empty =
          new TokenIndex(manifest, ImmutableList.of(), ImageBatches.START, /* finished= */ false);
      empty.write(folder);
      return new TokenShardWriter(folder, empty, shardSize);
    }
    TokenIndex index = TokenIndex.read(folder);
    if (!index.manifest().equals(manifest)) {
      throw new DataException(
          "%s: expected tokens of %s, found those of %s; name another folder."
              .formatted(folder, manifest, index.manifest()));
    }
    if (index.finished()) {
      throw new DataException(
          "%s: expected a new or unfinished folder, found finished tokens; name another folder."
              .formatted(folder));
    }
    return new TokenShardWriter(folder, index, shardSize);
  }

  /**
   * Returns where the reader of the images has to go on.
   *
   * @return the position that {@link #add} was given with the last batch that is stored, or "0"
   */
  public String position() {
    return index.position();
  }

  /**
   * Adds a batch; when there are enough images, a shard is written.
   *
   * @param batch tokens [n][grid²] and labels
   * @param position where the reader of the images stands behind it
   * @throws DataException if a shard can't be written
   * @throws IllegalArgumentException if tokens or labels are out of the manifest's range
   */
  public void add(TokenBatch batch, String position) {
    TokenManifest manifest = index.manifest();
    for (int i = 0; i < batch.size(); i++) {
      int label = batch.labels()[i];
      checkArgument(
          label >= 0 && label < manifest.classNames().size(), "unexpected label %s", label);
      checkTokens(batch.tokens()[i]);
      tokens.add(batch.tokens()[i].clone());
      labels.add(label);
    }
    next = position;
    if (labels.size() >= shardSize) {
      writeShard(/* finished= */ false);
    }
  }

  private void checkTokens(int[] row) {
    checkArgument(
        row.length == index.manifest().tokens(),
        "expected %s tokens, found %s",
        index.manifest().tokens(),
        row.length);
    for (int token : row) {
      checkArgument(
          token >= 0 && token < index.manifest().codebookSize(),
          "expected tokens from 0 to %s, found %s",
          index.manifest().codebookSize() - 1,
          token);
    }
  }

  /**
   * Writes what is left and marks the folder as finished.
   *
   * @throws DataException if it can't be written, or there was no image at all
   */
  public void finish() {
    if (labels.isEmpty() && index.shards().isEmpty()) {
      throw new DataException("%s: expected images to store, found none.".formatted(folder));
    }
    writeShard(/* finished= */ true);
  }

  private void writeShard(boolean finished) {
    ImmutableList.Builder<Integer> shards = ImmutableList.builder();
    shards.addAll(index.shards());
    if (!labels.isEmpty()) {
      Path file = TokenIndex.shard(folder, index.shards().size());
      Checkpoint.of(file.toString(), List.of(tokenTensor(), labelTensor()))
          .write(file, CheckpointFormat.SAFETENSORS);
      shards.add(labels.size());
    }
    TokenIndex grown = new TokenIndex(index.manifest(), shards.build(), next, finished);
    grown.write(folder);
    index = grown;
    tokens.clear();
    labels.clear();
  }

  private CheckpointTensor tokenTensor() {
    boolean isShort = index.manifest().codebookSize() <= Short.MAX_VALUE + 1;
    DType type = isShort ? DType.INT16 : DType.INT32;
    Shape shape = Shape.of(tokens.size(), index.manifest().tokens());
    ByteBuffer bytes = allocate(shape.size() * type.bytes());
    for (int[] row : tokens) {
      for (int token : row) {
        if (isShort) {
          bytes.putShort((short) token);
        } else {
          bytes.putInt(token);
        }
      }
    }
    return tensor(TOKENS, type, shape, bytes);
  }

  private CheckpointTensor labelTensor() {
    ByteBuffer bytes = allocate((long) labels.size() * Integer.BYTES);
    labels.forEach(bytes::putInt);
    return tensor(LABELS, DType.INT32, Shape.of(labels.size()), bytes);
  }

  private static CheckpointTensor tensor(String name, DType type, Shape shape, ByteBuffer bytes) {
    bytes.flip();
    return CheckpointTensor.of(
        new TensorSpec(name, type, shape),
        () -> bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  private static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
