package org.maskgit.savedmodel;

import com.google.common.collect.ImmutableMap;
import java.util.function.UnaryOperator;

/**
 * What variables are called in the checkpoint of a SavedModel.
 *
 * @param names the name of a variable in the checkpoint
 * @param texts what is stored besides variables: TensorFlow 2's tree of objects
 */
record CheckpointNames(UnaryOperator<String> names, ImmutableMap<String, byte[]> texts) {
  /** The entry that describes the tree of objects, for TensorFlow 2. */
  private static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

  /** The variables' own names. */
  static final CheckpointNames CLEAN =
      new CheckpointNames(UnaryOperator.identity(), ImmutableMap.of());

  /** The names that TensorFlow 2 looks for. */
  static CheckpointNames of(ObjectTree tree) {
    return new CheckpointNames(
        ObjectTree::checkpointName,
        ImmutableMap.of(OBJECT_GRAPH, tree.checkpointGraph().toByteArray()));
  }

  /** The name of a variable in the checkpoint. */
  String name(String variable) {
    return names.apply(variable);
  }
}
