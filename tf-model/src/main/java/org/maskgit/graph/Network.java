package org.maskgit.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * What all scopes of one network share while its graph is built.
 *
 * @param graph where it is built
 * @param precision what its matrix products compute in
 * @param dropout how it drops out
 * @param stored the type that new parameters are stored in
 * @param inference how it computes, if its weights are loaded once and stay
 * @param parameters by checkpoint key, in the order of declaration; grows
 * @param outputs of modules, by path; grows
 * @param derivations what has to run once when the parameters are filled; grows
 */
record Network(
    Graph graph,
    Precision precision,
    Dropout dropout,
    DType stored,
    Optional<Execution> inference,
    Map<String, Variable<TFloat32>> parameters,
    Map<String, Operand<?>> outputs,
    List<Derivation> derivations) {

  static Network of(
      Graph graph,
      Precision precision,
      Dropout dropout,
      DType stored,
      Optional<Execution> inference) {
    return new Network(
        graph,
        precision,
        dropout,
        stored,
        inference,
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new ArrayList<>());
  }

  /** The same network, whose parameters are stored otherwise from here on. */
  Network storing(DType other) {
    return new Network(
        graph, precision, dropout, other, inference, parameters, outputs, derivations);
  }

  /** Declares a parameter, or returns the one declared before. */
  Variable<TFloat32> parameter(String key, Shape shape) {
    Variable<TFloat32> known =
        parameters.computeIfAbsent(
            key, name -> Variable.parameter(graph, new TensorSpec(name, stored, shape)));
    if (!known.spec().shape().equals(shape)) {
      throw new IllegalArgumentException(
          "expected the shape %s for %s, found %s".formatted(known.spec().shape(), key, shape));
    }
    return known;
  }
}
