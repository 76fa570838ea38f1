package org.maskgit.savedmodel;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.ObjectReference;
import org.tensorflow.proto.TrackableObjectGraphOuterClass.TrackableObjectGraph.TrackableObject.SerializedTensor;

/**
 * The variables' names as a tree, the way TensorFlow 2 keeps objects: {@code a/b} is child {@code
 * b} of child {@code a} of the root. Checkpoint and SavedModel number its nodes alike; 0 is the
 * root.
 */
final class ObjectTree {
  private static final String VALUE = "VARIABLE_VALUE";

  private final List<SortedMap<String, Integer>> children = new ArrayList<>();
  private final Map<Integer, String> variables = new HashMap<>();
  private final Map<String, Integer> nodes = new HashMap<>();

  private ObjectTree() {}

  static ObjectTree of(Collection<String> variables) {
    ObjectTree tree = new ObjectTree();
    tree.children.add(new TreeMap<>());
    new TreeSet<>(variables).forEach(tree::add);
    return tree;
  }

  private void add(String variable) {
    int at = 0;
    for (String name : Splitter.on('/').split(variable)) {
      Integer next = children.get(at).get(name);
      if (next == null) {
        next = children.size();
        children.add(new TreeMap<>());
        children.get(at).put(name, next);
      }
      at = next;
    }
    variables.put(at, variable);
    nodes.put(variable, at);
  }

  /** What a variable is called in the checkpoint. */
  static String checkpointName(String variable) {
    return variable + "/.ATTRIBUTES/" + VALUE;
  }

  int size() {
    return children.size();
  }

  /** The node of a variable. */
  int node(String variable) {
    return nodes.get(variable);
  }

  /** The variable that a node is, if it is one. */
  Optional<String> variable(int node) {
    return Optional.ofNullable(variables.get(node));
  }

  /** The children of a node, by name. */
  List<ObjectReference> children(int node) {
    return children.get(node).entrySet().stream()
        .map(child -> reference(child.getKey(), child.getValue()))
        .toList();
  }

  static ObjectReference reference(String name, int node) {
    return ObjectReference.newBuilder().setLocalName(name).setNodeId(node).build();
  }

  /** The tree as the checkpoint holds it. */
  TrackableObjectGraph checkpointGraph() {
    TrackableObjectGraph.Builder graph = TrackableObjectGraph.newBuilder();
    for (int node = 0; node < size(); node++) {
      TrackableObject.Builder object = TrackableObject.newBuilder().addAllChildren(children(node));
      variable(node)
          .ifPresent(
              name ->
                  object.addAttributes(
                      SerializedTensor.newBuilder()
                          .setName(VALUE)
                          .setFullName(name)
                          .setCheckpointKey(checkpointName(name))));
      graph.addNodes(object);
    }
    return graph.build();
  }
}
