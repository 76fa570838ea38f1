package org.maskgit.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * An array that Flax wrote in pieces because it takes more than 2³⁰ bytes: a map of {@code
 * __msgpack_chunked_array__}, {@code shape} and {@code chunks}, the latter two lists.
 */
final class ChunkedArray {
  static final String MARKER = "__msgpack_chunked_array__";
  static final String SHAPE = "shape";
  static final String CHUNKS = "chunks";

  private ChunkedArray() {}

  static boolean isChunked(FlaxNode.Tree tree) {
    return tree.children().containsKey(MARKER);
  }

  /** The whole array; its pieces are put together each time that its bytes are asked for. */
  static FlaxNode join(FlaxNode.Tree tree, FlaxCursor cursor) {
    if (!(tree.children().get(SHAPE) instanceof FlaxNode.Tree shapeTree)
        || !(tree.children().get(CHUNKS) instanceof FlaxNode.Tree chunkTree)) {
      throw cursor.error("a chunked array lacks its shape or its chunks");
    }
    long[] dimensions = new long[shapeTree.children().size()];
    List<FlaxNode.Leaf> sizes = list(shapeTree, cursor);
    for (int i = 0; i < dimensions.length; i++) {
      FlaxNode.Leaf size = sizes.get(i);
      if (size.dtype() != DType.INT64 || !size.shape().isScalar()) {
        throw cursor.error("a chunked array's shape is no list of integers");
      }
      dimensions[i] = size.bytes().get().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }
    List<FlaxNode.Leaf> chunks = list(chunkTree, cursor);
    if (chunks.isEmpty()) {
      throw cursor.error("a chunked array has no chunks");
    }
    DType dtype = chunks.get(0).dtype();
    long found = 0;
    for (FlaxNode.Leaf chunk : chunks) {
      if (chunk.dtype() != dtype) {
        throw cursor.error("the chunks of an array differ in type");
      }
      found += chunk.shape().size() * dtype.bytes();
    }
    boolean negative = java.util.Arrays.stream(dimensions).anyMatch(d -> d < 0);
    if (negative || Sizes.bytes(dimensions, dtype) != found) {
      throw cursor.error(
          "the chunks of an array hold %d bytes, which isn't what its shape takes"
              .formatted(found));
    }
    if (found > Integer.MAX_VALUE) {
      return new FlaxNode.Refused("an array of %d bytes, more than 2 GiB".formatted(found));
    }
    int length = (int) found;
    return new FlaxNode.Leaf(dtype, Shape.of(dimensions), () -> concatenate(chunks, length));
  }

  private static List<FlaxNode.Leaf> list(FlaxNode.Tree tree, FlaxCursor cursor) {
    List<FlaxNode.Leaf> items = new ArrayList<>();
    for (int i = 0; i < tree.children().size(); i++) {
      if (!(tree.children().get(Integer.toString(i)) instanceof FlaxNode.Leaf leaf)) {
        throw cursor.error(
            "item %d of a chunked array's list is missing or no number".formatted(i));
      }
      items.add(leaf);
    }
    return items;
  }

  private static ByteBuffer concatenate(List<FlaxNode.Leaf> chunks, int length) {
    ByteBuffer whole = ByteBuffer.allocate(length);
    chunks.forEach(c -> whole.put(c.bytes().get().duplicate()));
    return whole.flip();
  }
}
