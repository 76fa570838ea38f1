package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessageInsufficientBufferException;
import org.msgpack.core.MessagePackException;
import org.tensorflow.ndarray.Shape;

/**
 * Reads the structure of a file that {@code flax.serialization.msgpack_serialize} wrote: a
 * MessagePack map of maps whose leaves are extensions (1 an array, 2 a complex number, 3 a NumPy
 * scalar). An array's payload is itself MessagePack: the list (shape, dtype name, little-endian
 * bytes in C order). The bytes stay in the mapped file.
 */
final class FlaxReader {
  private static final int ARRAY = 1;
  private static final int COMPLEX = 2;
  private static final int SCALAR = 3;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_DIMENSIONS = 32;

  private final MappedFile file;
  private final FlaxCursor cursor;

  private FlaxReader(MappedFile file) {
    this.file = file;
    this.cursor = new FlaxCursor(file);
  }

  /** Reads the parameters of a file. */
  static ImmutableList<CheckpointTensor> read(MappedFile file) {
    return Parameters.of(FlaxTree.flatten(new FlaxReader(file).root(), file.name()), file.name());
  }

  private FlaxNode.Tree root() {
    try {
      FlaxNode.Tree tree = tree(1);
      if (cursor.remaining() > 0) {
        throw cursor.error("%d bytes follow the tree's end".formatted(cursor.remaining()));
      }
      return tree;
    } catch (MessageInsufficientBufferException e) {
      throw cursor.error("the file ends early, it is truncated");
    } catch (MessagePackException | IOException e) {
      throw new DataException(cursor.error("no MessagePack as Flax writes it").getMessage(), e);
    }
  }

  private FlaxNode.Tree tree(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw cursor.error("maps are nested more than %d deep".formatted(MAX_DEPTH));
    }
    int entries = cursor.mapHeader();
    Map<String, FlaxNode> children = new LinkedHashMap<>();
    for (int i = 0; i < entries; i++) {
      String key = cursor.text();
      if (children.containsKey(key)) {
        throw cursor.error("the key %s stands twice in one map".formatted(key));
      }
      children.put(key, node(depth));
    }
    return new FlaxNode.Tree(ImmutableMap.copyOf(children));
  }

  private FlaxNode node(int depth) throws IOException {
    MessageFormat format = cursor.nextFormat();
    return switch (format.getValueType()) {
      case MAP -> {
        FlaxNode.Tree tree = tree(depth + 1);
        yield ChunkedArray.isChunked(tree) ? ChunkedArray.join(tree, cursor) : tree;
      }
      case EXTENSION -> extension();
      case INTEGER -> integer(format);
      case FLOAT -> scalar(DType.FLOAT64, Double.doubleToRawLongBits(cursor.number()));
      case BOOLEAN -> scalar(DType.BOOL, cursor.flag() ? 1 : 0);
      case NIL, STRING, BINARY -> {
        cursor.skipValue();
        yield new FlaxNode.Other();
      }
      case ARRAY -> throw cursor.error("expected a map, an array or a number, found a list");
    };
  }

  private FlaxNode integer(MessageFormat format) throws IOException {
    if (format == MessageFormat.UINT64) {
      cursor.skipValue();
      return new FlaxNode.Refused("an unsigned 64-bit integer");
    }
    return scalar(DType.INT64, cursor.integer());
  }

  /** A plain number of the tree as a tensor without dimensions. */
  private static FlaxNode scalar(DType dtype, long bits) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(0, bits)
            .limit(dtype.bytes());
    return new FlaxNode.Leaf(dtype, Shape.scalar(), () -> bytes);
  }

  private FlaxNode extension() throws IOException {
    ExtensionTypeHeader header = cursor.extension();
    long end = cursor.position() + header.getLength();
    return switch (header.getType()) {
      case ARRAY, SCALAR -> {
        FlaxNode array = array(end);
        if (cursor.position() != end) {
          throw cursor.error("an array ends elsewhere than its extension, at %d".formatted(end));
        }
        yield array;
      }
      case COMPLEX -> {
        cursor.skip(header.getLength());
        yield new FlaxNode.Refused("a complex number");
      }
      default -> {
        cursor.skip(header.getLength());
        yield new FlaxNode.Refused("the MessagePack extension " + header.getType());
      }
    };
  }

  private FlaxNode array(long end) throws IOException {
    int parts = cursor.arrayHeader();
    if (parts != 3) {
      throw cursor.error(
          "expected shape, type and bytes of an array, found %d parts".formatted(parts));
    }
    long[] dimensions = dimensions();
    String name = cursor.text();
    int length = cursor.bytesHeader();
    long start = cursor.position();
    if (start + length > end) {
      throw cursor.error("an array's bytes run past its extension's end at %d".formatted(end));
    }
    cursor.skip(length);
    Optional<DType> dtype = DType.ofNumpy(name);
    if (dtype.isEmpty()) {
      return new FlaxNode.Refused("elements of type " + name);
    }
    long expected = Sizes.bytes(dimensions, dtype.get());
    if (expected != length) {
      throw cursor.error(
          "%s %s takes %s bytes, found %d"
              .formatted(name, Shape.of(dimensions), expected < 0 ? "too many" : expected, length));
    }
    return new FlaxNode.Leaf(dtype.get(), Shape.of(dimensions), () -> file.read(start, length));
  }

  private long[] dimensions() throws IOException {
    int rank = cursor.arrayHeader();
    if (rank > MAX_DIMENSIONS) {
      throw cursor.error(
          "an array has %d dimensions, expected at most %d".formatted(rank, MAX_DIMENSIONS));
    }
    long[] dimensions = new long[rank];
    for (int i = 0; i < rank; i++) {
      dimensions[i] = cursor.integer();
      if (dimensions[i] < 0) {
        throw cursor.error("an array has the dimension %d".formatted(dimensions[i]));
      }
    }
    return dimensions;
  }
}
