package org.maskgit.checkpoint;

import com.google.common.collect.ImmutableList;
import java.util.Collection;
import java.util.Map;
import org.maskgit.io.DataException;

/** Finds the parameters among the named values of a file. */
final class Parameters {
  private static final String STATE = "optimizer/target/";
  private static final String TARGET = "target/";
  private static final String PARAMS = "params/";

  private Parameters() {}

  /** The parameters as tensors, in the order of the values. */
  static ImmutableList<CheckpointTensor> of(Map<String, FlaxNode> values, String file) {
    String root = root(values.keySet());
    ImmutableList.Builder<CheckpointTensor> tensors = ImmutableList.builder();
    values.forEach(
        (path, value) -> {
          if (path.startsWith(root)) {
            add(tensors, path.substring(root.length()), value, file);
          }
        });
    ImmutableList<CheckpointTensor> parameters = tensors.build();
    if (parameters.isEmpty()) {
      throw new DataException(
          "%s holds no arrays: expected the parameters of a model; is this the right file?"
              .formatted(file));
    }
    return parameters;
  }

  private static void add(
      ImmutableList.Builder<CheckpointTensor> out, String name, FlaxNode value, String file) {
    if (value instanceof FlaxNode.Leaf leaf) {
      TensorSpec spec = new TensorSpec(name, leaf.dtype(), leaf.shape());
      out.add(CheckpointTensor.of(spec, leaf.bytes()));
    } else if (value instanceof FlaxNode.Refused refused) {
      throw new DataException(
          "%s: expected real numbers of a type we know at %s, found %s; convert it."
              .formatted(file, name, refused.reason()));
    }
  }

  /**
   * The beginning of the parameters' names: what lies under {@code params}, where a training state
   * may stand around it ({@code target}, {@code optimizer/target}); without any {@code params} the
   * tree itself. Everything beside them (step, optimizer state, batch statistics) is ignored.
   */
  private static String root(Collection<String> names) {
    String root = leadsOn(names, STATE) ? STATE : "";
    root = leadsOn(names, root + TARGET) ? root + TARGET : root;
    while (leadsOn(names, root + PARAMS)) {
      root += PARAMS;
    }
    return root;
  }

  private static boolean leadsOn(Collection<String> names, String prefix) {
    return names.stream().anyMatch(name -> name.startsWith(prefix));
  }
}
