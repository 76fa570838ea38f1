package org.maskgit.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import org.maskgit.io.DataException;

/** Gives the values of a Flax tree flat names. */
final class FlaxTree {
  private FlaxTree() {}

  /** All values that aren't trees themselves, by the keys that lead to them joined by slashes. */
  static Map<String, FlaxNode> flatten(FlaxNode.Tree root, String file) {
    Map<String, FlaxNode> values = new LinkedHashMap<>();
    flatten("", root, values, file);
    return values;
  }

  private static void flatten(
      String prefix, FlaxNode.Tree tree, Map<String, FlaxNode> out, String file) {
    tree.children()
        .forEach(
            (key, node) -> {
              String name = prefix + key;
              if (node instanceof FlaxNode.Tree child) {
                flatten(name + "/", child, out, file);
              } else if (out.put(name, node) != null) {
                throw new DataException(
                    "%s is damaged: the name %s stands twice in it; fetch the file again."
                        .formatted(file, name));
              }
            });
  }
}
