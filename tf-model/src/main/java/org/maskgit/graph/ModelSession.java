package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/**
 * A network ready to run: its graph, the one session on it, and its weights in native memory.
 *
 * <p>Safe for use by several threads. Whoever opens it closes it; a closed one says so with an
 * {@link IllegalStateException}.
 */
public final class ModelSession implements AutoCloseable {
  private final Graph graph;
  private final Session session;
  private final ImmutableMap<String, Operand<TFloat32>> outputs;

  private ModelSession(
      Graph graph, Session session, ImmutableMap<String, Operand<TFloat32>> outputs) {
    this.graph = graph;
    this.session = session;
    this.outputs = outputs;
  }

  /**
   * Builds a network, opens its session and fills its variables.
   *
   * @param network builds the network under the root scope; what is fed and fetched gets a name
   * @param what the network in words, such as {@code the transformer}
   * @param weights the checkpoint; it must hold the network's parameters and no others
   * @return the session
   * @throws org.maskgit.io.DataException if keys are missing, extra or wrongly shaped
   */
  public static ModelSession open(Consumer<ModuleScope> network, String what, Checkpoint weights) {
    Graph graph = new Graph();
    try {
      ModuleScope root = ModuleScope.root(graph);
      network.accept(root);
      KeyReport.of(weights, root.parameterSpecs()).requireComplete(what);
      Map<TensorSpec, Assignment> assignments = new LinkedHashMap<>();
      for (ModuleScope.Parameter parameter : root.parameters()) {
        assignments.put(parameter.spec(), Assignment.build(graph, parameter));
      }
      Session session = new Session(graph);
      try {
        assign(session, assignments, weights);
        return new ModelSession(graph, session, root.outputs());
      } catch (RuntimeException | Error e) {
        session.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /**
   * Lists the parameters of a network without opening a session.
   *
   * @param network builds the network under the root scope
   * @return what a checkpoint must hold for it
   */
  public static ImmutableList<TensorSpec> parameters(Consumer<ModuleScope> network) {
    try (Graph graph = new Graph()) {
      ModuleScope root = ModuleScope.root(graph);
      network.accept(root);
      return root.parameterSpecs();
    }
  }

  /** The operations that fill one variable: a placeholder and the assignment of what it is fed. */
  private record Assignment(GraphOperation value, GraphOperation assign) {
    static Assignment build(Graph graph, ModuleScope.Parameter parameter) {
      TensorSpec spec = parameter.spec();
      GraphOperation value =
          graph
              .opBuilder("Placeholder", spec.name() + "/Initial", graph.baseScope())
              .setAttr("dtype", DataType.DT_FLOAT)
              .setAttr("shape", spec.shape())
              .build();
      GraphOperation assign =
          graph
              .opBuilder("AssignVariableOp", spec.name() + "/Assign", graph.baseScope())
              .addInput(parameter.handle())
              .addInput(value.output(0))
              .setAttr("dtype", DataType.DT_FLOAT)
              .build();
      return new Assignment(value, assign);
    }
  }

  // One run for all variables: a variable takes over the buffer that it is assigned, so the weights
  // are copied once, from the mapped file into native memory.
  private static void assign(
      Session session, Map<TensorSpec, Assignment> assignments, Checkpoint weights) {
    List<TFloat32> tensors = new ArrayList<>();
    try {
      Session.Runner runner = session.runner();
      assignments.forEach(
          (spec, assignment) -> {
            TFloat32 tensor = tensor(weights.tensors().get(spec.name()));
            tensors.add(tensor);
            runner.feed(assignment.value().output(0), tensor).addTarget(assignment.assign());
          });
      runner.run().close();
    } finally {
      tensors.forEach(TFloat32::close);
    }
  }

  // Through an array: copying from a buffer of the mapped file takes six times as long.
  private static TFloat32 tensor(CheckpointTensor weights) {
    return TFloat32.tensorOf(weights.shape(), DataBuffers.of(weights.floats(), true, false));
  }

  /**
   * Starts a run.
   *
   * @return a runner to feed, fetch and run; close what it returns
   * @throws IllegalStateException if this model is closed
   */
  public Session.Runner runner() {
    return session.runner();
  }

  /**
   * Returns the output of a module.
   *
   * @param path the module's path, such as {@code TransformerLayer_0/Attention_0}
   * @return its output, to be fetched
   * @throws IllegalArgumentException if there is no such module
   */
  public Operand<TFloat32> output(String path) {
    Operand<TFloat32> output = outputs.get(path);
    if (output == null) {
      throw new IllegalArgumentException(
          "expected a module of %s, found %s".formatted(outputs.keySet(), path));
    }
    return output;
  }

  /** Closes the session and frees the weights. */
  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
