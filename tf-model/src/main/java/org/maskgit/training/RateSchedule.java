package org.maskgit.training;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** How the learning rate goes on after the warm-up. */
public enum RateSchedule {
  /** It stays. */
  CONSTANT,

  /** Half a cosine, from the whole rate to 0 at the last step. */
  COSINE;

  /**
   * Builds the rate of a step.
   *
   * @param tf where to build
   * @param config rate and warm-up
   * @param steps number of steps of the whole training
   * @param done int64 scalar, the number of steps before this one
   * @return the rate, a scalar
   */
  static Operand<TFloat32> rate(Ops tf, OptimizerConfig config, long steps, Operand<TInt64> done) {
    Operand<TFloat32> before = tf.dtypes.cast(done, TFloat32.class);
    Operand<TFloat32> base = tf.constant((float) config.learningRate());
    Operand<TFloat32> warm =
        config.warmupSteps() == 0
            ? base
            : tf.math.mul(base, warmup(tf, before, config.warmupSteps()));
    return switch (config.schedule()) {
      case CONSTANT -> warm;
      case COSINE -> tf.math.mul(warm, cosine(tf, before, config.warmupSteps(), steps));
    };
  }

  // Step 0 has the rate 1 / warmup, not 0: no step is wasted.
  private static Operand<TFloat32> warmup(Ops tf, Operand<TFloat32> before, long steps) {
    Operand<TFloat32> share =
        tf.math.div(tf.math.add(before, tf.constant(1f)), tf.constant((float) steps));
    return tf.math.minimum(share, tf.constant(1f));
  }

  private static Operand<TFloat32> cosine(
      Ops tf, Operand<TFloat32> before, long warmup, long steps) {
    Operand<TFloat32> after =
        tf.math.maximum(tf.math.sub(before, tf.constant((float) warmup)), tf.constant(0f));
    Operand<TFloat32> share =
        tf.math.minimum(
            tf.math.div(after, tf.constant((float) Math.max(1, steps - warmup))), tf.constant(1f));
    Operand<TFloat32> cosine = tf.math.cos(tf.math.mul(share, tf.constant((float) Math.PI)));
    return tf.math.mul(tf.constant(0.5f), tf.math.add(tf.constant(1f), cosine));
  }
}
