package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.maskgit.io.DataException;

/**
 * The index of a TensorFlow checkpoint ({@code tensor_bundle.proto}, version 2): under the empty
 * key a header, under all others what the index says of a tensor.
 *
 * @param name the file's path
 * @param shards how many data files there are
 * @param entries the tensors by key, in the order of the keys
 */
record BundleIndex(String name, int shards, ImmutableMap<String, BundleEntry> entries) {
  private static final String HEADER = "";
  private static final int SHARDS = 1;
  private static final int ENDIANNESS = 2;
  private static final int MAX_SHARDS = 100_000;

  static BundleIndex read(MappedFile file) {
    SortedTable table = SortedTable.of(file);
    ImmutableList<SortedTable.Entry> entries = table.read();
    if (entries.isEmpty() || !entries.get(0).key().equals(HEADER)) {
      throw table.error("it has no header");
    }
    try {
      UnknownFieldSet header = UnknownFieldSet.parseFrom(entries.get(0).value());
      if (BundleEntry.last(header, ENDIANNESS) != 0) {
        throw new DataException(
            ("%s: expected little-endian numbers, found big-endian ones; write it as safetensors"
                    + " where it was made.")
                .formatted(file.name()));
      }
      long shards = BundleEntry.last(header, SHARDS);
      if (shards < 1 || shards > MAX_SHARDS) {
        throw table.error("it speaks of %d data files".formatted(shards));
      }
      Map<String, BundleEntry> tensors = new LinkedHashMap<>();
      for (SortedTable.Entry entry : entries.subList(1, entries.size())) {
        if (tensors.put(entry.key(), BundleEntry.parse(entry.value())) != null) {
          throw table.error("the key %s stands twice in it".formatted(entry.key()));
        }
      }
      return new BundleIndex(file.name(), (int) shards, ImmutableMap.copyOf(tensors));
    } catch (InvalidProtocolBufferException e) {
      throw table.error("what stands under a key is no message");
    }
  }

  /** Complains of an entry. */
  DataException error(String key) {
    return new DataException(
        "%s is damaged: what it says of %s can't be; fetch the checkpoint again."
            .formatted(name, key));
  }
}
