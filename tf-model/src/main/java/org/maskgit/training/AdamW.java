package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.graph.Variable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * One step of AdamW as operations of a graph, equal to optax's: with t the number of the step from
 * 1 and g the gradient, shortened by the global norm of all,
 *
 * <pre>
 * m' = β₁ m + (1 − β₁) g
 * v' = β₂ v + (1 − β₂) g²
 * w' = w − rate(t) · ( m' / (1 − β₁ᵗ) / (√(v' / (1 − β₂ᵗ)) + ε) + decay · w )
 * </pre>
 *
 * where only leaves named {@code kernel} decay. The slots are the variables {@code opt/m/NAME} and
 * {@code opt/v/NAME}, the number of steps done is {@code opt/step}; all start at 0.
 */
public final class AdamW {
  private static final String DECAYED = "kernel";

  private final Operand<TFloat32> gradientNorm;
  private final Operand<TFloat32> rate;
  private final ImmutableList<Operand<TFloat32>> next;
  private final ImmutableList<Variable<?>> state;
  private final ImmutableList<Op> update;

  private AdamW(
      Operand<TFloat32> gradientNorm,
      Operand<TFloat32> rate,
      ImmutableList<Operand<TFloat32>> next,
      ImmutableList<Variable<?>> state,
      ImmutableList<Op> update) {
    this.gradientNorm = gradientNorm;
    this.rate = rate;
    this.next = next;
    this.state = state;
    this.update = update;
  }

  /**
   * Builds the step.
   *
   * @param graph the parameters' graph
   * @param name what the slots' names begin with, such as {@code opt}
   * @param config the settings
   * @param steps number of steps of the whole training, for the learning rate
   * @param parameters what to move
   * @param gradients the loss's gradient for each, in the same order
   * @return the step
   */
  public static AdamW build(
      Graph graph,
      String name,
      OptimizerConfig config,
      long steps,
      List<Variable<TFloat32>> parameters,
      List<Operand<TFloat32>> gradients) {
    checkArgument(
        parameters.size() == gradients.size(),
        "expected a gradient for each of %s parameters, found %s",
        parameters.size(),
        gradients.size());
    Ops tf = Ops.create(graph).withSubScope(name);
    Variable<TInt64> step = Variable.counter(graph, name + "/step");
    Operand<TInt64> number = tf.math.add(step.value(), tf.constant(1L));
    Operand<TFloat32> norm = Gradients.globalNorm(tf, gradients);
    Operand<TFloat32> rate = RateSchedule.rate(tf, config, steps, step.value());
    Moments moments = Moments.of(tf, config, rate, tf.dtypes.cast(number, TFloat32.class));

    ImmutableList.Builder<Operand<TFloat32>> next = ImmutableList.builder();
    ImmutableList.Builder<Variable<?>> state = ImmutableList.<Variable<?>>builder().add(step);
    ImmutableList.Builder<Op> update = ImmutableList.<Op>builder().add(step.assign(tf, number));
    List<Operand<TFloat32>> clipped =
        config.clipNorm() == 0
            ? gradients
            : Gradients.clipped(tf, gradients, norm, (float) config.clipNorm());
    for (int i = 0; i < parameters.size(); i++) {
      Variable<TFloat32> parameter = parameters.get(i);
      Variable<TFloat32> m = slot(graph, name + "/m/", parameter);
      Variable<TFloat32> v = slot(graph, name + "/v/", parameter);
      Operand<TFloat32> nextM = moments.first(tf, m.value(), clipped.get(i));
      Operand<TFloat32> nextV = moments.second(tf, v.value(), clipped.get(i));
      Operand<TFloat32> nextW = moments.parameter(tf, parameter, nextM, nextV);
      next.add(nextW);
      state.add(m, v);
      update.add(m.assign(tf, nextM), v.assign(tf, nextV), parameter.assign(tf, nextW));
    }
    return new AdamW(norm, rate, next.build(), state.build(), update.build());
  }

  private static Variable<TFloat32> slot(Graph graph, String prefix, Variable<TFloat32> parameter) {
    return Variable.float32(graph, prefix + parameter.name(), parameter.spec().shape());
  }

  /**
   * The formulas for one parameter. The scalars that are the same for all stand outside: with c₁ =
   * 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ, the step is rate · √c₂ / c₁ · m' / (√v' + ε √c₂).
   *
   * @param config the settings
   * @param decayed what a decayed parameter is multiplied by, 1 − rate · decay
   * @param scale rate · √c₂ / c₁
   * @param epsilon ε √c₂
   */
  private record Moments(
      OptimizerConfig config,
      Operand<TFloat32> decayed,
      Operand<TFloat32> scale,
      Operand<TFloat32> epsilon) {

    static Moments of(
        Ops tf, OptimizerConfig config, Operand<TFloat32> rate, Operand<TFloat32> number) {
      Operand<TFloat32> c1 = oneMinusPower(tf, config.beta1(), number);
      Operand<TFloat32> rootOfC2 = tf.math.sqrt(oneMinusPower(tf, config.beta2(), number));
      return new Moments(
          config,
          tf.math.sub(
              tf.constant(1f), tf.math.mul(rate, tf.constant((float) config.weightDecay()))),
          tf.math.div(tf.math.mul(rate, rootOfC2), c1),
          tf.math.mul(tf.constant((float) config.epsilon()), rootOfC2));
    }

    private static Operand<TFloat32> oneMinusPower(Ops tf, double beta, Operand<TFloat32> number) {
      return tf.math.sub(tf.constant(1f), tf.math.pow(tf.constant((float) beta), number));
    }

    Operand<TFloat32> first(Ops tf, Operand<TFloat32> m, Operand<TFloat32> gradient) {
      return mix(tf, config.beta1(), m, gradient);
    }

    Operand<TFloat32> second(Ops tf, Operand<TFloat32> v, Operand<TFloat32> gradient) {
      return mix(tf, config.beta2(), v, tf.math.square(gradient));
    }

    private static Operand<TFloat32> mix(
        Ops tf, double beta, Operand<TFloat32> old, Operand<TFloat32> added) {
      return tf.math.add(
          tf.math.mul(old, tf.constant((float) beta)),
          tf.math.mul(added, tf.constant((float) (1 - beta))));
    }

    Operand<TFloat32> parameter(
        Ops tf, Variable<TFloat32> parameter, Operand<TFloat32> m, Operand<TFloat32> v) {
      Operand<TFloat32> direction = tf.math.div(m, tf.math.add(tf.math.sqrt(v), epsilon));
      Operand<TFloat32> kept =
          decays(parameter.name()) ? tf.math.mul(parameter.value(), decayed) : parameter.value();
      return tf.math.sub(kept, tf.math.mul(direction, scale));
    }
  }

  private static boolean decays(String name) {
    return name.substring(name.lastIndexOf('/') + 1).equals(DECAYED);
  }

  /**
   * Returns the norm of all gradients together, before clipping.
   *
   * @return a scalar
   */
  public Operand<TFloat32> gradientNorm() {
    return gradientNorm;
  }

  /**
   * Returns the learning rate of this step.
   *
   * @return a scalar
   */
  public Operand<TFloat32> rate() {
    return rate;
  }

  /**
   * Returns what the parameters will be, for a moving average.
   *
   * @return the new values in the order of the parameters
   */
  public ImmutableList<Operand<TFloat32>> next() {
    return next;
  }

  /**
   * Returns what has to be kept between steps beside the parameters.
   *
   * @return the step and the slots
   */
  public ImmutableList<Variable<?>> state() {
    return state;
  }

  /**
   * Returns what a run has to run: the assignments of parameters, slots and step.
   *
   * @return the operations
   */
  public ImmutableList<Op> update() {
    return update;
  }
}
