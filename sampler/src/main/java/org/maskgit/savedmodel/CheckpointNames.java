package org.maskgit.savedmodel;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What variables are called in the checkpoint of a SavedModel.
 *
 * @param names the name of a variable in the checkpoint
 * @param objectGraph the serialized tree of objects, for the entry {@link #OBJECT_GRAPH}
 */
record CheckpointNames(UnaryOperator<String> names, Optional<byte[]> objectGraph) {
  /** The entry that describes the tree of objects, for TensorFlow 2. */
  static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

  /** The variables' own names. */
  static final CheckpointNames CLEAN =
      new CheckpointNames(UnaryOperator.identity(), Optional.empty());

  /** The names that TensorFlow 2 looks for. */
  static CheckpointNames of(ObjectTree tree) {
    return new CheckpointNames(
        ObjectTree::checkpointName, Optional.of(tree.checkpointGraph().toByteArray()));
  }

  /** The name of a variable in the checkpoint. */
  String name(String variable) {
    return names.apply(variable);
  }
}
