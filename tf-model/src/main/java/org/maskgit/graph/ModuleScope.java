package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * One module of a network while its graph is built: the place where its operations, its parameters
 * and its output get their names.
 *
 * <p>The path of a module is its path in the official checkpoint, so the parameter {@code kernel}
 * of the module {@code MlmLayer_0/mlm_dense} is the resource variable {@code
 * MlmLayer_0/mlm_dense/kernel}. All scopes of one network share their parameters; asking twice for
 * one gives the same variable.
 *
 * <p>Not safe for use by several threads: a graph is built by one.
 */
public final class ModuleScope {
  private final Network network;
  private final Ops tf;
  private final String path;

  /** What all scopes of one network share. */
  private record Network(
      Graph graph,
      Precision precision,
      Dropout dropout,
      DType stored,
      Map<String, Variable<TFloat32>> parameters,
      Map<String, Operand<TFloat32>> outputs) {}

  private ModuleScope(Network network, Ops tf, String path) {
    this.network = network;
    this.tf = tf;
    this.path = path;
  }

  /**
   * Starts a network for inference in float32.
   *
   * @param graph the graph that the network is built in
   * @return the scope whose children are the network's top modules
   */
  public static ModuleScope root(Graph graph) {
    return root(graph, Precision.FLOAT32, Dropout.NONE);
  }

  /**
   * Starts a network.
   *
   * @param graph the graph that the network is built in
   * @param precision what its matrix products compute in
   * @param dropout how it drops out
   * @return the scope whose children are the network's top modules
   */
  public static ModuleScope root(Graph graph, Precision precision, Dropout dropout) {
    return root(graph, precision, dropout, DType.FLOAT32);
  }

  /**
   * Starts a network for inference whose parameters are stored in another type than the float32
   * that it computes in.
   *
   * @param graph the graph that the network is built in
   * @param stored float32 or bfloat16
   * @return the scope whose children are the network's top modules
   */
  public static ModuleScope stored(Graph graph, DType stored) {
    return root(graph, Precision.FLOAT32, Dropout.NONE, stored);
  }

  private static ModuleScope root(Graph graph, Precision precision, Dropout dropout, DType stored) {
    return new ModuleScope(
        new Network(
            graph, precision, dropout, stored, new LinkedHashMap<>(), new LinkedHashMap<>()),
        Ops.create(graph),
        "");
  }

  /**
   * Opens a module inside this one. Call it once for each module.
   *
   * @param name the module's name in the checkpoint, such as {@code TransformerLayer_3}
   * @return the scope of that module
   */
  public ModuleScope module(String name) {
    return new ModuleScope(network, tf.withSubScope(name), join(name));
  }

  /**
   * Returns the operations whose names lie in this module.
   *
   * @return the operation builders
   */
  public Ops tf() {
    return tf;
  }

  /**
   * Declares a parameter of this module, or returns the one declared before.
   *
   * @param name the parameter's name in the module, such as {@code kernel}
   * @param dimensions the parameter's shape
   * @return its value, float32 of that shape
   * @throws IllegalArgumentException if it was declared with another shape
   */
  public Operand<TFloat32> parameter(String name, long... dimensions) {
    String key = join(name);
    Shape shape = Shape.of(dimensions);
    Variable<TFloat32> known =
        network
            .parameters()
            .computeIfAbsent(
                key,
                k ->
                    Variable.parameter(
                        network.graph(), new TensorSpec(k, network.stored(), shape)));
    if (!known.spec().shape().equals(shape)) {
      throw new IllegalArgumentException(
          "expected the shape %s for %s, found %s".formatted(known.spec().shape(), key, shape));
    }
    return known.value();
  }

  /** What the matrix products of this network compute in. */
  Precision precision() {
    return network.precision();
  }

  /**
   * Drops elements, as the network does; in inference it returns {@code x} itself.
   *
   * @param x any shape
   * @param maskShape the shape of the mask, which is broadcast over {@code x}; none for its own
   * @return the same shape
   */
  public Operand<TFloat32> dropout(Operand<TFloat32> x, int... maskShape) {
    return network.dropout().apply(tf, path, x, maskShape);
  }

  /**
   * Marks the output of this module, as Flax's {@code capture_intermediates} does.
   *
   * @param value what the module computes
   * @return the same value
   */
  public Operand<TFloat32> output(Operand<TFloat32> value) {
    network.outputs().put(path, value);
    return value;
  }

  /**
   * Returns the outputs marked so far in the whole network.
   *
   * @return the output of each module, by the module's path
   */
  public ImmutableMap<String, Operand<TFloat32>> outputs() {
    return ImmutableMap.copyOf(network.outputs());
  }

  /**
   * Returns the parameters declared so far in the whole network.
   *
   * @return checkpoint key and shape of each, in the order of declaration
   */
  public ImmutableList<TensorSpec> parameterSpecs() {
    return network.parameters().values().stream()
        .map(Variable::spec)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the parameters declared so far in the whole network.
   *
   * @return their variables, in the order of declaration
   */
  public ImmutableList<Variable<TFloat32>> parameters() {
    return ImmutableList.copyOf(network.parameters().values());
  }

  private String join(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  /**
   * Describes the scope by its path.
   *
   * @return the path, or {@code (root)}
   */
  @Override
  public String toString() {
    return path.isEmpty() ? "(root)" : path;
  }
}
