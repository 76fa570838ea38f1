package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;

/**
 * A network ready to run: its graph, the one session on it, and its weights in native memory.
 *
 * <p>Safe for use by several threads. Whoever opens it closes it; a closed one says so with an
 * {@link IllegalStateException}.
 */
public final class ModelSession implements AutoCloseable {
  private final Graph graph;
  private final Session session;
  private final ImmutableMap<String, Operand<?>> outputs;

  private ModelSession(Graph graph, Session session, ImmutableMap<String, Operand<?>> outputs) {
    this.graph = graph;
    this.session = session;
    this.outputs = outputs;
  }

  /**
   * Builds a network of public operations, as it is trained and exported, opens its session and
   * fills its variables.
   *
   * @param network builds the network under the root scope; what is fed and fetched gets a name
   * @param what the network in words, such as {@code the transformer}
   * @param weights the checkpoint; it must hold the network's parameters and no others
   * @return the session
   * @throws org.maskgit.io.DataException if keys are missing, extra or wrongly shaped
   */
  public static ModelSession open(Consumer<ModuleScope> network, String what, Checkpoint weights) {
    return open(network, what, weights, Device.CPU, ModuleScope::root);
  }

  /**
   * Builds a network, opens its session where it is to compute, and fills its variables.
   *
   * @param network builds the network under the root scope; what is fed and fetched gets a name
   * @param what the network in words, such as {@code the transformer}
   * @param weights the checkpoint; it must hold the network's parameters and no others
   * @param execution how it computes
   * @return the session
   * @throws org.maskgit.io.DataException if keys are missing, extra or wrongly shaped
   * @throws DeviceException if the device is missing or can't compute so
   */
  public static ModelSession open(
      Consumer<ModuleScope> network, String what, Checkpoint weights, Execution execution) {
    return open(
        network,
        what,
        weights,
        execution.requirePossible().device(),
        graph -> ModuleScope.inference(graph, execution));
  }

  private static ModelSession open(
      Consumer<ModuleScope> network,
      String what,
      Checkpoint weights,
      Device device,
      Function<Graph, ModuleScope> scope) {
    Graph graph = new Graph();
    try {
      ModuleScope root = scope.apply(graph);
      network.accept(root);
      KeyReport.of(weights, root.parameterSpecs()).requireComplete(what);
      VariableTransfer transfer = VariableTransfer.build(graph, root.parameters());
      Session session = device.open(graph);
      try {
        transfer.fill(session, weights);
        Derivation.run(session, root.derivations());
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
  public Operand<?> output(String path) {
    Operand<?> output = outputs.get(path);
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
