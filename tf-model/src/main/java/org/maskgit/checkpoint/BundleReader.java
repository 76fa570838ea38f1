package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.DataType;

/**
 * Reads the structure of a TensorFlow checkpoint. The numbers stay in the mapped data files; their
 * checksum is held against the index when they are asked for.
 */
final class BundleReader {
  private static final int MAX_DIMENSIONS = 32;

  private final BundleIndex index;
  private final Shards shards;
  private final Map<Integer, MappedFile> opened = new HashMap<>();

  private BundleReader(BundleIndex index, Shards shards) {
    this.index = index;
    this.shards = shards;
  }

  /** Opens the data files. */
  @FunctionalInterface
  interface Shards {
    MappedFile open(int shard, int shards);
  }

  static ImmutableList<CheckpointTensor> read(BundleFiles files) {
    return read(
        MappedFile.open(files.index()),
        (shard, shards) -> MappedFile.open(files.data(shard, shards)));
  }

  /** Reads files that are mapped, or for tests in memory. */
  static ImmutableList<CheckpointTensor> read(MappedFile index, Shards shards) {
    return new BundleReader(BundleIndex.read(index), shards).parameters();
  }

  private ImmutableList<CheckpointTensor> parameters() {
    Map<String, FlaxNode> values = new LinkedHashMap<>();
    index.entries().forEach((key, entry) -> values.put(key, value(key, entry)));
    return Parameters.of(BundleNames.clean(values), index.name());
  }

  private FlaxNode value(String key, BundleEntry entry) {
    if (entry.type() == DataType.DT_STRING) {
      return new FlaxNode.Other(); // such as the graph of Python objects
    }
    Optional<DType> dtype = DType.ofTensorflow(entry.type());
    if (dtype.isEmpty()) {
      return new FlaxNode.Refused("elements of type " + entry.type());
    }
    if (entry.sliced()) {
      return new FlaxNode.Refused("a tensor in slices");
    }
    if (entry.size() > Integer.MAX_VALUE) {
      return new FlaxNode.Refused("an array of %d bytes, more than 2 GiB".formatted(entry.size()));
    }
    long[] shape = entry.shape();
    boolean possible =
        shape.length <= MAX_DIMENSIONS
            && Arrays.stream(shape).allMatch(size -> size >= 0)
            && Sizes.bytes(shape, dtype.get()) == entry.size();
    if (!possible || entry.shard() < 0 || entry.shard() >= index.shards()) {
      throw index.error(key);
    }
    MappedFile data = data((int) entry.shard());
    if (entry.offset() < 0 || entry.offset() > data.size() - entry.size()) {
      throw new DataException(
          "%s is truncated: expected %s at %d to %d, found %d bytes in all; fetch it again."
              .formatted(
                  data.name(), key, entry.offset(), entry.offset() + entry.size(), data.size()));
    }
    return new FlaxNode.Leaf(dtype.get(), Shape.of(shape), () -> bytes(data, key, entry));
  }

  private MappedFile data(int shard) {
    return opened.computeIfAbsent(shard, number -> shards.open(number, index.shards()));
  }

  private static ByteBuffer bytes(MappedFile data, String key, BundleEntry entry) {
    ByteBuffer bytes = data.read(entry.offset(), (int) entry.size());
    if (MaskedCrc.of(bytes) != entry.crc()) {
      throw new DataException(
          ("%s is damaged: expected %s to have the checksum that the index names, found another;"
                  + " fetch the checkpoint again.")
              .formatted(data.name(), key));
    }
    return bytes;
  }
}
