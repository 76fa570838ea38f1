package org.maskgit.training;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.graph.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Gradients of a loss. */
public final class Gradients {
  private Gradients() {}

  /**
   * Builds the gradient of a loss with respect to variables.
   *
   * @param graph the graph of the loss
   * @param tf where to build what is missing
   * @param name the name of the gradient's operations, unique in the graph
   * @param loss a scalar
   * @param variables the variables that the loss depends on
   * @return one gradient a variable, of its shape; 0 where no derivative reaches it
   */
  public static ImmutableList<Operand<TFloat32>> of(
      Graph graph,
      Ops tf,
      String name,
      Operand<TFloat32> loss,
      List<Variable<TFloat32>> variables) {
    Output<?>[] with = variables.stream().map(v -> v.value().asOutput()).toArray(Output<?>[]::new);
    Output<?>[] found = graph.addGradients(name, new Output<?>[] {loss.asOutput()}, with, null);
    ImmutableList.Builder<Operand<TFloat32>> gradients = ImmutableList.builder();
    for (int i = 0; i < found.length; i++) {
      // A closed output says that the way to the variable leads through an operation without one.
      gradients.add(
          found[i].isClosed()
              ? tf.zerosLike(variables.get(i).value())
              : found[i].expect(TFloat32.class));
    }
    return gradients.build();
  }

  /**
   * Builds the Euclidean norm of all gradients together.
   *
   * @param tf where to build
   * @param gradients of any shapes
   * @return the norm, a scalar
   */
  public static Operand<TFloat32> globalNorm(Ops tf, List<Operand<TFloat32>> gradients) {
    List<Operand<TFloat32>> halves =
        gradients.stream().<Operand<TFloat32>>map(gradient -> tf.nn.l2Loss(gradient)).toList();
    return tf.math.sqrt(tf.math.mul(tf.constant(2f), tf.math.addN(halves)));
  }

  /**
   * Shortens the gradients until their norm is at most the limit, in one direction for all.
   *
   * @param tf where to build
   * @param gradients of any shapes
   * @param norm their global norm
   * @param limit the largest norm allowed
   * @return the gradients, shortened or as they were
   */
  public static ImmutableList<Operand<TFloat32>> clipped(
      Ops tf, List<Operand<TFloat32>> gradients, Operand<TFloat32> norm, float limit) {
    Operand<TFloat32> most = tf.constant(limit);
    Operand<TFloat32> factor = tf.math.div(most, tf.math.maximum(norm, most));
    return gradients.stream()
        .map(gradient -> tf.math.mul(gradient, factor))
        .collect(ImmutableList.toImmutableList());
  }
}
