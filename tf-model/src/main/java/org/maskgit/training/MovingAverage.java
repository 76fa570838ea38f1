package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.graph.Variable;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * The exponential moving average of the parameters (Polyak averaging), which samples better than
 * the parameters: {@code e' = d e + (1 − d) w'}.
 */
public final class MovingAverage {
  /** The module that a network on the averages stands in. */
  public static final String MODULE = "ema";

  /** What the name of an average begins with; the parameter's name follows. */
  public static final String PREFIX = MODULE + "/";

  private MovingAverage() {}

  /**
   * Builds the update.
   *
   * @param tf where to build
   * @param decay d, from 0 to less than 1; 0 keeps the parameters themselves
   * @param averages the averages' variables
   * @param next what the parameters will be after the step, in the same order
   * @return the assignments, to be run with the optimizer's
   */
  public static ImmutableList<Op> update(
      Ops tf, double decay, List<Variable<TFloat32>> averages, List<Operand<TFloat32>> next) {
    checkArgument(
        averages.size() == next.size(),
        "expected an average for each of %s parameters, found %s",
        next.size(),
        averages.size());
    Operand<TFloat32> kept = tf.constant((float) decay);
    Operand<TFloat32> moved = tf.constant((float) (1 - decay));
    ImmutableList.Builder<Op> update = ImmutableList.builder();
    for (int i = 0; i < averages.size(); i++) {
      Variable<TFloat32> average = averages.get(i);
      update.add(
          average.assign(
              tf,
              tf.math.add(tf.math.mul(average.value(), kept), tf.math.mul(next.get(i), moved))));
    }
    return update.build();
  }
}
