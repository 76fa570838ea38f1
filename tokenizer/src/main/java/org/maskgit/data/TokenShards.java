package org.maskgit.data;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

/**
 * A folder of stored tokens, mapped into memory. Immutable; safe for use by several threads as long
 * as nobody changes the files.
 */
public final class TokenShards {

  /** Images of one file; the first of them is number {@code first} of all. */
  private record Shard(
      Path file, int first, boolean isShort, ByteBuffer tokens, ByteBuffer labels) {}

  private final TokenManifest manifest;
  private final ImmutableList<Shard> shards;
  private final int size;

  private TokenShards(TokenManifest manifest, ImmutableList<Shard> shards, int size) {
    this.manifest = manifest;
    this.shards = shards;
    this.size = size;
  }

  /**
   * Opens a folder that {@link TokenShardWriter} has finished.
   *
   * @param folder the folder
   * @return the tokens
   * @throws DataException if it is missing, unfinished or damaged
   */
  public static TokenShards open(Path folder) {
    TokenIndex index = TokenIndex.read(folder);
    if (!index.finished()) {
      throw new DataException(
          "%s: expected finished tokens, found %d images of an unfinished run; go on with tokenize."
              .formatted(folder, index.shards().stream().mapToInt(Integer::intValue).sum()));
    }
    ImmutableList.Builder<Shard> shards = ImmutableList.builder();
    int first = 0;
    for (int i = 0; i < index.shards().size(); i++) {
      int images = index.shards().get(i);
      shards.add(shard(TokenIndex.shard(folder, i), first, images, index.manifest()));
      first = Math.addExact(first, images);
    }
    return new TokenShards(index.manifest(), shards.build(), first);
  }

  private static Shard shard(Path file, int first, int images, TokenManifest manifest) {
    Checkpoint checkpoint = Checkpoint.open(file);
    CheckpointTensor tokens = checkpoint.tensor(TokenShardWriter.TOKENS);
    CheckpointTensor labels = checkpoint.tensor(TokenShardWriter.LABELS);
    boolean isShort = tokens.dtype() == DType.INT16;
    boolean asExpected =
        (isShort || tokens.dtype() == DType.INT32)
            && labels.dtype() == DType.INT32
            && tokens.shape().equals(Shape.of(images, manifest.tokens()))
            && labels.shape().equals(Shape.of(images));
    if (!asExpected) {
      throw new DataException(
          "%s: expected tokens [%d, %d] and labels [%d], found %s and %s; tokenize again."
              .formatted(file, images, manifest.tokens(), images, tokens.spec(), labels.spec()));
    }
    return new Shard(file, first, isShort, little(tokens), little(labels));
  }

  private static ByteBuffer little(CheckpointTensor tensor) {
    return tensor.bytes().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns what the tokens mean.
   *
   * @return the manifest
   */
  public TokenManifest manifest() {
    return manifest;
  }

  /**
   * Returns the number of images.
   *
   * @return at least 1; an image that was stored in several variations counts as often
   */
  public int size() {
    return size;
  }

  /**
   * Returns the class of an image.
   *
   * @param index from 0 to size − 1
   * @return from 0 to the number of classes − 1
   * @throws DataException if the file holds another
   */
  public int label(int index) {
    Shard shard = shard(index);
    int label = shard.labels.getInt((index - shard.first) * Integer.BYTES);
    return requireBelow(manifest.classNames().size(), label, shard.file);
  }

  /**
   * Returns the tokens of an image.
   *
   * @param index from 0 to size − 1
   * @return grid² codes in rows, a copy
   * @throws DataException if the file holds something else
   */
  public int[] tokens(int index) {
    Shard shard = shard(index);
    int[] tokens = new int[manifest.tokens()];
    int from = (index - shard.first) * tokens.length;
    for (int i = 0; i < tokens.length; i++) {
      int token =
          shard.isShort
              ? shard.tokens.getShort((from + i) * Short.BYTES)
              : shard.tokens.getInt((from + i) * Integer.BYTES);
      tokens[i] = requireBelow(manifest.codebookSize(), token, shard.file);
    }
    return tokens;
  }

  private static int requireBelow(int limit, int value, Path file) {
    if (value < 0 || value >= limit) {
      throw new DataException(
          "%s: expected numbers from 0 to %d, found %d; the file is damaged, tokenize again."
              .formatted(file, limit - 1, value));
    }
    return value;
  }

  private Shard shard(int index) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException(
          "expected an index from 0 to %d, found %d".formatted(size - 1, index));
    }
    int low = 0;
    int high = shards.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (shards.get(middle).first <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return shards.get(low);
  }

  @Override
  public String toString() {
    return "%d images of %d classes as tokens".formatted(size, manifest.classNames().size());
  }
}
