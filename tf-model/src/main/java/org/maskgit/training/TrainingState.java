package org.maskgit.training;

import com.google.common.collect.ImmutableList;
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
import org.tensorflow.types.TFloat32;

/**
 * The state of a training between checkpoint files and a session's variables: the parameters under
 * their own names, their moving average under {@code ema/}, the optimizer's slots and step under
 * theirs.
 */
public final class TrainingState {
  private final ImmutableList<TensorSpec> parameters;
  private final VariableTransfer variables;

  private TrainingState(ImmutableList<TensorSpec> parameters, VariableTransfer variables) {
    this.parameters = parameters;
    this.variables = variables;
  }

  /**
   * Builds the operations that move the state.
   *
   * @param graph the variables' graph
   * @param parameters what is trained
   * @param others all else that has to be kept between steps: averages, whose names are {@link
   *     MovingAverage#PREFIX} and a parameter's, and slots
   * @return the state
   */
  public static TrainingState build(
      Graph graph, List<Variable<TFloat32>> parameters, List<? extends Variable<?>> others) {
    ImmutableList<Variable<?>> all =
        ImmutableList.<Variable<?>>builder().addAll(parameters).addAll(others).build();
    return new TrainingState(
        parameters.stream().map(Variable::spec).collect(ImmutableList.toImmutableList()),
        VariableTransfer.build(graph, all));
  }

  /**
   * Returns what is trained.
   *
   * @return name and shape of each parameter
   */
  public ImmutableList<TensorSpec> parameters() {
    return parameters;
  }

  /**
   * Makes the state at step 0: the weights are their own average, all else is 0.
   *
   * @param weights all parameters and nothing else
   * @param what the network in words, such as {@code the transformer}
   * @return the state
   * @throws org.maskgit.io.DataException if the weights are others
   */
  public Checkpoint beginning(Checkpoint weights, String what) {
    KeyReport.of(weights, parameters).requireComplete(what);
    Map<String, CheckpointTensor> tensors = new LinkedHashMap<>();
    for (TensorSpec spec : variables.specs()) {
      String name = spec.name();
      String averaged =
          name.startsWith(MovingAverage.PREFIX)
              ? name.substring(MovingAverage.PREFIX.length())
              : name;
      CheckpointTensor weight = weights.tensors().get(averaged);
      tensors.put(name, weight == null ? InitialWeights.zeros(spec) : weight.named(name));
    }
    return Checkpoint.of(weights.name(), tensors.values());
  }

  /**
   * Fills the variables.
   *
   * @param session of the graph
   * @param values a whole state
   * @throws org.maskgit.io.DataException if it is none of this training
   */
  public void fill(Session session, Checkpoint values) {
    KeyReport.of(values, variables.specs()).requireComplete("the state of the training");
    variables.fill(session, values);
  }

  /**
   * Writes all variables; the file appears whole or not at all.
   *
   * @param session of the graph
   * @param file a safetensors file
   * @param metadata what stands beside the variables
   * @throws org.maskgit.io.DataException if it can't be written
   */
  public void save(Session session, Path file, Map<String, String> metadata) {
    try (VariableTransfer.Snapshot snapshot = variables.read(session, file.toString())) {
      snapshot.values().withMetadata(metadata).write(file, CheckpointFormat.SAFETENSORS);
    }
  }

  /**
   * Copies parameters, or their average.
   *
   * @param session of the graph
   * @param prefix of the variables' names: none, or {@link MovingAverage#PREFIX}
   * @param specs which parameters
   * @param name what to call the copy
   * @return a checkpoint under the parameters' names
   */
  public Checkpoint copy(Session session, String prefix, List<TensorSpec> specs, String name) {
    try (VariableTransfer.Snapshot snapshot = variables.read(session, name)) {
      return Checkpoint.of(
          name, specs.stream().map(spec -> copy(snapshot.values(), prefix, spec)).toList());
    }
  }

  private static CheckpointTensor copy(Checkpoint values, String prefix, TensorSpec spec) {
    ByteBuffer bytes = values.tensor(prefix + spec.name()).bytes();
    return CheckpointTensor.of(spec, () -> bytes);
  }
}
