package org.maskgit.tokenizer.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.graph.ModelSession;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.types.TFloat32;

/** What a test wants of one run, by name: everything at once, since a run is what costs. */
final class Fetches {
  private final Map<String, Output<?>> outputs = new LinkedHashMap<>();

  void add(String name, Operand<TFloat32> value) {
    outputs.put(name, value.asOutput());
  }

  Output<?> get(String name) {
    return outputs.get(name);
  }

  /** Adds the gradients at the parameters of these keys, as NAME/KEY; where no path leads, none. */
  void addGradients(String name, ModuleScope root, Operand<TFloat32> loss, Predicate<String> keys) {
    Graph graph = (Graph) root.tf().scope().env();
    Set<GraphOperation> needed = graph.subgraphTo(Set.of(loss));
    var read = new LinkedHashMap<String, Output<?>>();
    for (TensorSpec spec : root.parameterSpecs()) {
      GraphOperation operation = graph.operation(spec.name() + "/Read");
      if (keys.test(spec.name()) && needed.contains(operation)) {
        read.put(spec.name(), operation.output(0));
      }
    }
    Output<?>[] gradients =
        graph.addGradients(loss.asOutput(), read.values().toArray(Output<?>[]::new));
    int i = 0;
    for (String key : read.keySet()) {
      if (!gradients[i].isClosed()) {
        outputs.put(name + "/" + key, gradients[i]);
      }
      i++;
    }
  }

  Map<String, float[]> run(ModelSession session, Map<String, TFloat32> inputs) {
    Session.Runner runner = session.runner();
    inputs.forEach(runner::feed);
    outputs.values().forEach(runner::fetch);
    Map<String, float[]> values = new LinkedHashMap<>();
    try (Result result = runner.run()) {
      int i = 0;
      for (String name : outputs.keySet()) {
        values.put(name, ImageTensors.floats((TFloat32) result.get(i++)));
      }
    }
    return values;
  }
}
