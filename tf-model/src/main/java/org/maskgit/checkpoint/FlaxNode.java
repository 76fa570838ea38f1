package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableMap;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.tensorflow.ndarray.Shape;

/** What stands at one place of a Flax tree. */
sealed interface FlaxNode {

  /** Named children; lists are maps with the keys 0, 1, … */
  record Tree(ImmutableMap<String, FlaxNode> children) implements FlaxNode {}

  /** Numbers: an array, a NumPy scalar or a plain number. */
  record Leaf(DType dtype, Shape shape, Supplier<ByteBuffer> bytes) implements FlaxNode {}

  /** Numbers that we don't read, and why; an error only when a weight is asked for. */
  record Refused(String reason) implements FlaxNode {}

  /** Something that holds no numbers: nothing, or text. */
  record Other() implements FlaxNode {}
}
