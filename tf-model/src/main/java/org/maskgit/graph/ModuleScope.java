package org.maskgit.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Optional;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

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
    return root(Network.of(graph, precision, dropout, DType.FLOAT32, Optional.empty()));
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
    return root(Network.of(graph, Precision.FLOAT32, Dropout.NONE, stored, Optional.empty()));
  }

  /**
   * Starts a network whose weights are loaded once and stay. What a run holds, and how it is best
   * computed, may then be decided while the graph is built.
   *
   * @param graph the graph that the network is built in
   * @param execution how it computes
   * @return the scope whose children are the network's top modules
   */
  static ModuleScope inference(Graph graph, Execution execution) {
    DType stored = execution.precision() == Precision.BFLOAT16 ? DType.BFLOAT16 : DType.FLOAT32;
    return root(Network.of(graph, Precision.FLOAT32, Dropout.NONE, stored, Optional.of(execution)));
  }

  private static ModuleScope root(Network network) {
    return new ModuleScope(network, Ops.create(network.graph()), "");
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
   * Leaves this module in float32, weights and values, whatever the network computes in.
   *
   * @return the same module
   */
  public ModuleScope inFloat32() {
    return new ModuleScope(network.storing(DType.FLOAT32), tf, path);
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
    return parameter(name, TFloat32.class, dimensions);
  }

  /**
   * Declares a parameter of this module, or returns the one declared before.
   *
   * @param name the parameter's name in the module, such as {@code kernel}
   * @param type what it is computed with, float32 or bfloat16
   * @param dimensions the parameter's shape
   * @param <T> the same type
   * @return its value in that type
   * @throws IllegalArgumentException if it was declared with another shape
   */
  public <T extends TFloating> Operand<T> parameter(
      String name, Class<T> type, long... dimensions) {
    Variable<TFloat32> known = network.parameter(join(name), Shape.of(dimensions));
    return Layers.cast(
        tf, type == TFloat32.class ? known.value() : known.stored(network.graph()), type);
  }

  /**
   * Keeps what is computed from parameters alone. In inference it is computed once, when the
   * weights are there; elsewhere, where they change, in every run.
   *
   * @param name a name for it in this module, which no checkpoint has
   * @param value what to keep, of a known shape
   * @param <T> float32 or bfloat16
   * @return the same value
   */
  public <T extends TFloating> Operand<T> derived(String name, Operand<T> value) {
    return derivedInPlaceOf(ImmutableList.of(), name, value);
  }

  /**
   * Keeps what is computed from parameters alone in their place: in inference they are freed when
   * it is computed, so that nothing else can be computed from them there.
   *
   * @param replaced the parameters' keys in this module, such as {@code query/kernel}
   * @param name a name for it in this module, which no checkpoint has
   * @param value what to keep, of a known shape
   * @param <T> float32 or bfloat16
   * @return the same value
   */
  public <T extends TFloating> Operand<T> derivedInPlaceOf(
      List<String> replaced, String name, Operand<T> value) {
    if (network.inference().isEmpty()) {
      return value;
    }
    Variable<T> kept = Variable.derived(network.graph(), join(name), value);
    Op assigned = kept.assign(tf, value);
    ImmutableList.Builder<Op> targets = ImmutableList.<Op>builder().add(assigned);
    for (String key : replaced) {
      targets.add(network.parameters().get(join(key)).free(tf, assigned));
    }
    network.derivations().add(new Derivation(kept.spec(), targets.build()));
    return kept.value();
  }

  /** What has to run once when the parameters are filled. */
  ImmutableList<Derivation> derivations() {
    return ImmutableList.copyOf(network.derivations());
  }

  /**
   * Returns whether this network's weights are loaded once and stay.
   *
   * @return false in training, and in what is exported
   */
  public boolean isInference() {
    return network.inference().isPresent();
  }

  /**
   * Returns the type of the values between the layers.
   *
   * @return float32 or bfloat16
   */
  public Class<? extends TFloating> activations() {
    return network.stored() == DType.BFLOAT16 && isInference() ? TBfloat16.class : TFloat32.class;
  }

  /** Which operations the layers are made of. */
  Kernels kernels() {
    return network.inference().map(Execution::kernels).orElse(Kernels.PORTABLE);
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
   * @param <T> the type of the values
   * @return the same shape
   */
  public <T extends TFloating> Operand<T> dropout(Operand<T> x, int... maskShape) {
    return network.dropout().apply(tf, path, x, maskShape);
  }

  /**
   * Marks the output of this module, as Flax's {@code capture_intermediates} does.
   *
   * @param value what the module computes
   * @param <T> the type of the values
   * @return the same value
   */
  public <T extends TFloating> Operand<T> output(Operand<T> value) {
    network.outputs().put(path, value);
    return value;
  }

  /**
   * Returns the outputs marked so far in the whole network.
   *
   * @return the output of each module, by the module's path
   */
  public ImmutableMap<String, Operand<?>> outputs() {
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
