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
 * Sums the gradients of several micro-batches, so that a batch may be larger than memory. The first
 * micro-batch replaces what the sums held: they are no part of the state between steps.
 *
 * @param first the run of the first micro-batch: sums = gradients / number of micro-batches
 * @param further the run of each further one: sums += gradients / number of micro-batches
 * @param mean the sums, for a run after the last micro-batch
 */
record GradientAccumulator(
    ImmutableList<Op> first, ImmutableList<Op> further, ImmutableList<Operand<TFloat32>> mean) {

  static GradientAccumulator build(
      Graph graph,
      List<Variable<TFloat32>> parameters,
      List<Operand<TFloat32>> gradients,
      int microBatches) {
    Ops tf = Ops.create(graph).withSubScope("accumulated");
    Operand<TFloat32> share = tf.constant(1f / microBatches);
    ImmutableList.Builder<Op> first = ImmutableList.builder();
    ImmutableList.Builder<Op> further = ImmutableList.builder();
    ImmutableList.Builder<Operand<TFloat32>> mean = ImmutableList.builder();
    for (int i = 0; i < parameters.size(); i++) {
      Variable<TFloat32> sum =
          Variable.float32(
              graph, "accumulated/" + parameters.get(i).name(), parameters.get(i).spec().shape());
      Operand<TFloat32> summand = tf.math.mul(gradients.get(i), share);
      first.add(sum.assign(tf, summand));
      further.add(sum.add(tf, summand));
      mean.add(sum.value());
    }
    return new GradientAccumulator(first.build(), further.build(), mean.build());
  }
}
