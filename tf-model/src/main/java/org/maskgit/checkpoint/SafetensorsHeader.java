package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableMap;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

/**
 * The JSON header of a safetensors file.
 *
 * @param entries the tensors in the header's order
 * @param metadata the texts under {@code __metadata__}
 */
record SafetensorsHeader(List<Entry> entries, ImmutableMap<String, String> metadata) {
  static final String METADATA = "__metadata__";
  private static final int MAX_DIMENSIONS = 32;

  /** A tensor and where its bytes lie, counted from the header's end. */
  record Entry(TensorSpec spec, long begin, long end) {}

  /** Reads a header; {@code file} is its name for errors. */
  static SafetensorsHeader parse(Reader text, String file) throws IOException {
    JsonReader json = new JsonReader(text);
    json.setStrictness(Strictness.STRICT);
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Boolean> seen = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (seen.put(name, true) != null) {
        throw error(file, "the key %s stands twice in it".formatted(name));
      }
      if (name.equals(METADATA)) {
        readMetadata(json, metadata, file);
      } else {
        entries.add(entry(json, name, file));
      }
    }
    json.endObject();
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw error(file, "something follows the JSON object");
    }
    return new SafetensorsHeader(entries, ImmutableMap.copyOf(metadata));
  }

  static DataException error(String file, String found) {
    return new DataException(
        "%s has a damaged safetensors header: %s; fetch the file again.".formatted(file, found));
  }

  private static void readMetadata(JsonReader json, Map<String, String> out, String file)
      throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      if (json.peek() != JsonToken.STRING) {
        throw error(file, "the metadata %s is no text".formatted(key));
      }
      if (out.put(key, json.nextString()) != null) {
        throw error(file, "the metadata %s stands twice in it".formatted(key));
      }
    }
    json.endObject();
  }

  private static Entry entry(JsonReader json, String name, String file) throws IOException {
    Optional<String> type = Optional.empty();
    Optional<long[]> shape = Optional.empty();
    Optional<long[]> offsets = Optional.empty();
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      switch (key) {
        case "dtype" -> type = once(type, json.nextString(), key, name, file);
        case "shape" -> shape = once(shape, longs(json, name, file), key, name, file);
        case "data_offsets" -> offsets = once(offsets, longs(json, name, file), key, name, file);
        default -> throw error(file, "%s has the unknown key %s".formatted(name, key));
      }
    }
    json.endObject();
    if (type.isEmpty() || shape.isEmpty() || offsets.isEmpty() || offsets.get().length != 2) {
      throw error(file, "%s lacks its dtype, shape or two data_offsets".formatted(name));
    }
    return entry(name, type.get(), shape.get(), offsets.get(), file);
  }

  private static Entry entry(String name, String type, long[] shape, long[] offsets, String file) {
    DType dtype =
        DType.ofSafetensors(type)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: expected elements of a type we know in %s, found %s; convert it."
                            .formatted(file, name, type)));
    long bytes = Sizes.bytes(shape, dtype);
    if (bytes < 0 || offsets[0] > offsets[1] || offsets[1] - offsets[0] != bytes) {
      throw error(
          file,
          "the range %d..%d of %s isn't what its shape takes"
              .formatted(offsets[0], offsets[1], name));
    }
    return new Entry(new TensorSpec(name, dtype, Shape.of(shape)), offsets[0], offsets[1]);
  }

  private static <T> Optional<T> once(
      Optional<T> before, T value, String key, String name, String file) {
    if (before.isPresent()) {
      throw error(file, "%s has its %s twice".formatted(name, key));
    }
    return Optional.of(value);
  }

  private static long[] longs(JsonReader json, String name, String file) throws IOException {
    long[] values = new long[MAX_DIMENSIONS];
    int count = 0;
    json.beginArray();
    while (json.hasNext()) {
      if (count == MAX_DIMENSIONS || json.peek() != JsonToken.NUMBER) {
        throw error(
            file,
            "%s has a list that isn't one of at most %d integers".formatted(name, MAX_DIMENSIONS));
      }
      values[count] = json.nextLong();
      if (values[count] < 0) {
        throw error(file, "%s has the negative number %d".formatted(name, values[count]));
      }
      count++;
    }
    json.endArray();
    return java.util.Arrays.copyOf(values, count);
  }
}
