package org.maskgit.training;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.graph.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Where gradients wait for the optimizer. Several parts of a batch, so that it may be larger than
 * memory, and several kinds of step write here, one optimizer reads: what is not part of a step's
 * kind is not computed in it. The sums are no part of the state between steps.
 */
public final class GradientSums {
  private final ImmutableList<Variable<TFloat32>> sums;
  private final Ops tf;
  private final Operand<TFloat32> share;

  private GradientSums(ImmutableList<Variable<TFloat32>> sums, Ops tf, Operand<TFloat32> share) {
    this.sums = sums;
    this.tf = tf;
    this.share = share;
  }

  /**
   * Declares a sum for each parameter.
   *
   * @param graph the parameters' graph
   * @param parameters whose gradients are summed
   * @param parts number of micro-batches; the sums become means over them
   * @return the sums
   */
  public static GradientSums declare(Graph graph, List<Variable<TFloat32>> parameters, int parts) {
    Ops tf = Ops.create(graph).withSubScope("sums");
    return new GradientSums(
        parameters.stream()
            .map(p -> Variable.float32(graph, "sums/" + p.name(), p.spec().shape()))
            .collect(ImmutableList.toImmutableList()),
        tf,
        tf.constant(1f / parts));
  }

  /**
   * Builds what the first part of a batch runs: the sums become its gradients.
   *
   * @param gradients in the order of the parameters
   * @return the assignments
   */
  public ImmutableList<Op> first(List<Operand<TFloat32>> gradients) {
    ImmutableList.Builder<Op> assignments = ImmutableList.builder();
    for (int i = 0; i < sums.size(); i++) {
      assignments.add(sums.get(i).assign(tf, tf.math.mul(gradients.get(i), share)));
    }
    return assignments.build();
  }

  /**
   * Builds what each further part runs: its gradients are added.
   *
   * @param gradients in the order of the parameters
   * @return the additions
   */
  public ImmutableList<Op> further(List<Operand<TFloat32>> gradients) {
    ImmutableList.Builder<Op> additions = ImmutableList.builder();
    for (int i = 0; i < sums.size(); i++) {
      additions.add(sums.get(i).add(tf, tf.math.mul(gradients.get(i), share)));
    }
    return additions.build();
  }

  /**
   * Returns the sums, for a run after the last part.
   *
   * @return one a parameter
   */
  public ImmutableList<Operand<TFloat32>> values() {
    return sums.stream().map(Variable::value).collect(ImmutableList.toImmutableList());
  }
}
