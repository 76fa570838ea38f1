package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;

/**
 * One module of a network while its graph is built: the place where its operations, its parameters
 * and its output get their names.
 *
 * <p>The path of a module is its path in the official checkpoint, so the parameter {@code kernel}
 * of the module {@code MlmLayer_0/mlm_dense} is the resource variable {@code
 * MlmLayer_0/mlm_dense/kernel}. All scopes of one graph share their parameters; asking twice for
 * one gives the same variable.
 *
 * <p>Not safe for use by several threads: a graph is built by one.
 */
public final class ModuleScope {
  private final Graph graph;
  private final Ops tf;
  private final String path;
  private final Map<String, Parameter> parameters;
  private final Map<String, Operand<TFloat32>> outputs;

  /**
   * A resource variable and the operation that reads it.
   *
   * @param spec the checkpoint key, float32, and the shape
   * @param handle the variable's handle, the output of a {@code VarHandleOp}
   * @param value the variable's value
   */
  record Parameter(TensorSpec spec, Output<?> handle, Operand<TFloat32> value) {}

  private ModuleScope(
      Graph graph,
      Ops tf,
      String path,
      Map<String, Parameter> parameters,
      Map<String, Operand<TFloat32>> outputs) {
    this.graph = graph;
    this.tf = tf;
    this.path = path;
    this.parameters = parameters;
    this.outputs = outputs;
  }

  /**
   * Starts a network in an empty graph.
   *
   * @param graph the graph that the network is built in
   * @return the scope whose children are the network's top modules
   */
  public static ModuleScope root(Graph graph) {
    return new ModuleScope(
        graph, Ops.create(graph), "", new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /**
   * Opens a module inside this one. Call it once for each module.
   *
   * @param name the module's name in the checkpoint, such as {@code TransformerLayer_3}
   * @return the scope of that module
   */
  public ModuleScope module(String name) {
    return new ModuleScope(graph, tf.withSubScope(name), join(name), parameters, outputs);
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
    Parameter known = parameters.computeIfAbsent(key, k -> declare(k, shape));
    if (!known.spec().shape().equals(shape)) {
      throw new IllegalArgumentException(
          "expected the shape %s for %s, found %s".formatted(known.spec().shape(), key, shape));
    }
    return known.value();
  }

  // The handle's name must be the checkpoint key itself, which Ops.withName refuses for its
  // slashes.
  private Parameter declare(String key, Shape shape) {
    GraphOperation handle =
        graph
            .opBuilder("VarHandleOp", key, graph.baseScope())
            .setAttr("dtype", DataType.DT_FLOAT)
            .setAttr("shape", shape)
            .setAttr("shared_name", key)
            .setAttr("container", "")
            .build();
    GraphOperation read =
        graph
            .opBuilder("ReadVariableOp", key + "/Read", graph.baseScope())
            .addInput(handle.output(0))
            .setAttr("dtype", DataType.DT_FLOAT)
            .build();
    return new Parameter(
        new TensorSpec(key, DType.FLOAT32, shape), handle.output(0), read.<TFloat32>output(0));
  }

  /**
   * Marks the output of this module, as Flax's {@code capture_intermediates} does.
   *
   * @param value what the module computes
   * @return the same value
   */
  public Operand<TFloat32> output(Operand<TFloat32> value) {
    outputs.put(path, value);
    return value;
  }

  /**
   * Returns the outputs marked so far in the whole graph.
   *
   * @return the output of each module, by the module's path
   */
  public ImmutableMap<String, Operand<TFloat32>> outputs() {
    return ImmutableMap.copyOf(outputs);
  }

  /**
   * Returns the parameters declared so far in the whole graph.
   *
   * @return checkpoint key and shape of each, in the order of declaration
   */
  public ImmutableList<TensorSpec> parameterSpecs() {
    return parameters.values().stream()
        .map(Parameter::spec)
        .collect(ImmutableList.toImmutableList());
  }

  /** The parameters with their variables, for the session that fills them. */
  ImmutableList<Parameter> parameters() {
    return ImmutableList.copyOf(parameters.values());
  }

  /** The graph that the network is built in. */
  Graph graph() {
    return graph;
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
