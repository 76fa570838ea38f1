package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.maskgit.io.DataException;

/** Finds the parameters in a Flax tree and gives them flat names. */
final class FlaxTree {
  private FlaxTree() {}

  /**
   * The parameters: what lies under {@code params}, where a training state may stand around it
   * ({@code target}, {@code optimizer/target}); without any {@code params} the tree itself.
   * Everything beside them (step, optimizer state, batch statistics) is ignored.
   */
  static ImmutableList<CheckpointTensor> parameters(FlaxNode.Tree root, String file) {
    FlaxNode.Tree tree = descend(descend(root, "optimizer", "target"), "target");
    while (tree.children().get("params") instanceof FlaxNode.Tree params) {
      tree = params;
    }
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    flatten("", tree, tensors, file);
    if (tensors.isEmpty()) {
      throw new DataException(
          "%s holds no arrays: expected the parameters of a model; is this the right file?"
              .formatted(file));
    }
    return ImmutableList.copyOf(tensors.values());
  }

  private static FlaxNode.Tree descend(FlaxNode.Tree tree, String... keys) {
    FlaxNode.Tree at = tree;
    for (String key : keys) {
      if (!(at.children().get(key) instanceof FlaxNode.Tree child)) {
        return tree;
      }
      at = child;
    }
    return at;
  }

  private static void flatten(
      String prefix, FlaxNode.Tree tree, Map<String, CheckpointTensor> out, String file) {
    tree.children()
        .forEach(
            (key, node) -> {
              String name = prefix + key;
              if (node instanceof FlaxNode.Tree child) {
                flatten(name + "/", child, out, file);
              } else if (node instanceof FlaxNode.Leaf leaf) {
                TensorSpec spec = new TensorSpec(name, leaf.dtype(), leaf.shape());
                if (out.put(name, CheckpointTensor.of(spec, leaf.bytes())) != null) {
                  throw new DataException(
                      "%s is damaged: the name %s stands twice in it; fetch the file again."
                          .formatted(file, name));
                }
              } else if (node instanceof FlaxNode.Refused refused) {
                throw new DataException(
                    "%s: expected real numbers of a type we know at %s, found %s; convert it."
                        .formatted(file, name, refused.reason()));
              }
            });
  }
}
