package org.maskgit.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.graph.Variable;
import org.maskgit.graph.VariableTransfer;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/**
 * The state of a training between checkpoint files and a session's variables: parameters, their
 * moving average under {@code ema/}, the optimizer's slots and step under {@code opt/}.
 */
final class TrainingState {
  private final ImmutableList<TensorSpec> parameters;
  private final VariableTransfer variables;

  private TrainingState(ImmutableList<TensorSpec> parameters, VariableTransfer variables) {
    this.parameters = parameters;
    this.variables = variables;
  }

  /** Builds the operations that move the state. */
  static TrainingState build(Graph graph, TrainingGraph ops) {
    return new TrainingState(
        ops.parameters.stream().map(Variable::spec).collect(ImmutableList.toImmutableList()),
        VariableTransfer.build(graph, ops.state()));
  }

  /** The network's parameters. */
  ImmutableList<TensorSpec> parameters() {
    return parameters;
  }

  /** The state at step 0: the weights are their own average, all else is 0. */
  Checkpoint beginning(Checkpoint weights) {
    KeyReport.of(weights, parameters).requireComplete("the transformer");
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (TensorSpec spec : variables.specs()) {
      tensors.put(spec.name(), InitialWeights.zeros(spec));
    }
    for (TensorSpec spec : parameters) {
      CheckpointTensor weight = weights.tensor(spec.name());
      String average = TrainingGraph.AVERAGE + spec.name();
      tensors.put(spec.name(), weight);
      tensors.put(average, weight.named(average));
    }
    return Checkpoint.of(weights.name(), tensors.values());
  }

  /** Fills the variables; returns the number of steps that the values have behind them. */
  long fill(Session session, Checkpoint values) {
    KeyReport.of(values, variables.specs()).requireComplete("the state of the training");
    variables.fill(session, values);
    return values.tensor(TrainingGraph.OPTIMIZER + "/step").bytes().getLong();
  }

  /** Writes all variables. */
  void save(Session session, Path file, ImmutableMap<String, String> metadata) {
    try (VariableTransfer.Snapshot snapshot = variables.read(session, file.toString())) {
      snapshot.values().withMetadata(metadata).write(file, CheckpointFormat.SAFETENSORS);
    }
  }

  /** Copies the parameters, or what stands under their names behind a prefix. */
  Checkpoint export(Session session, String prefix, String name) {
    try (VariableTransfer.Snapshot snapshot = variables.read(session, name)) {
      List<CheckpointTensor> tensors =
          parameters.stream().map(spec -> copy(snapshot.values(), prefix, spec)).toList();
      return Checkpoint.of(name, tensors);
    }
  }

  private static CheckpointTensor copy(Checkpoint values, String prefix, TensorSpec spec) {
    ByteBuffer bytes = values.tensor(prefix + spec.name()).bytes();
    return CheckpointTensor.of(spec, () -> bytes);
  }
}
