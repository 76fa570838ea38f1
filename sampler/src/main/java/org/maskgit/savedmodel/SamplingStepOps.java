package org.maskgit.savedmodel;

import java.util.List;
import org.maskgit.random.PrngLayout;
import org.maskgit.sampler.Sampler;
import org.maskgit.savedmodel.SamplingLoop.State;
import org.maskgit.savedmodel.ThreefryOps.Pair;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.Max;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** One step of {@link SamplingLoop}, with the numbered steps of {@code ConfidenceSampler}. */
final class SamplingStepOps {
  private static final float HALF_PI = (float) (Math.PI / 2);
  private static final float RATIO_FLOOR = 1e-6f;

  private final Ops tf;
  private final ThreefryOps random;
  private final GumbelOps gumbel;
  private final XlaMathOps math;
  private final int codebook;

  SamplingStepOps(Ops tf, PrngLayout layout, int codebook) {
    this.tf = tf;
    this.random = new ThreefryOps(tf, layout);
    this.gumbel = new GumbelOps(tf);
    this.math = new XlaMathOps(tf);
    this.codebook = codebook;
  }

  /** Does the step for which the model predicted {@code logits}, [batch, positions, codebook]. */
  State apply(State state, Operand<TFloat32> logits) {
    List<Pair> afterTokens = random.split(new Pair(state.keyHigh(), state.keyLow()));
    List<Pair> afterChoice = random.split(afterTokens.get(0));
    Operand<TBool> unknown = tf.math.equal(state.tokens(), tf.constant(Sampler.MASKED));

    Operand<TInt32> drawn = gumbel.categorical(logits, words(afterTokens.get(1), logits), codebook);
    Operand<TInt32> predicted = tf.select(unknown, drawn, state.tokens());
    Operand<TFloat32> noise = gumbel.numbers(words(afterChoice.get(1), state.tokens()));
    Operand<TFloat32> confidence = // +infinity for known tokens
        math.fma(
            temperature(state),
            noise,
            tf.select(
                unknown, logProbability(logits, drawn), tf.constant(Float.POSITIVE_INFINITY)));
    Operand<TBool> masked = leastConfident(confidence, maskLength(state));
    Operand<TInt32> next = tf.select(masked, tf.constant(Sampler.MASKED), predicted);

    return new State(
        tf.math.add(state.step(), tf.constant(1)),
        tf.identity(state.steps()),
        tf.identity(afterChoice.get(0).high()),
        tf.identity(afterChoice.get(0).low()),
        tf.identity(state.choiceTemperature()),
        tf.identity(state.unknownAtStart()),
        next,
        predicted);
  }

  /** A draw of one word for each element of {@code like}. */
  private Operand<TInt32> words(Pair key, Operand<?> like) {
    return tf.reshape(random.bits(key, tf.size(like)), tf.shape(like));
  }

  /** step + 1. */
  private Operand<TFloat32> time(State state) {
    return tf.dtypes.cast(tf.math.add(state.step(), tf.constant(1)), TFloat32.class);
  }

  /** 1 / steps, rounded: the compiled loop multiplies by it. */
  private Operand<TFloat32> reciprocal(State state) {
    return tf.math.div(tf.constant(1f), tf.dtypes.cast(state.steps(), TFloat32.class));
  }

  /** τ (1 − r), with r = (step + 1) · (1 / steps) and the difference fused. */
  private Operand<TFloat32> temperature(State state) {
    return tf.math.mul(
        state.choiceTemperature(),
        math.fma(tf.math.neg(time(state)), reciprocal(state), tf.constant(1f)));
  }

  /**
   * log(softmax(logits)[drawn]) by way of the probability. The sum runs from the first class to the
   * last, as the sampler's in Java: TensorFlow's own reduction adds in another order.
   */
  private Operand<TFloat32> logProbability(Operand<TFloat32> logits, Operand<TInt32> drawn) {
    Operand<TInt32> last = tf.constant(2);
    Operand<TFloat32> fromMax = tf.math.sub(logits, tf.max(logits, last, Max.keepDims(true)));
    Operand<TFloat32> sums = tf.math.cumsum(math.exp(fromMax), last);
    Operand<TFloat32> sum = tf.gather(sums, tf.constant(codebook - 1), last);
    Operand<TFloat32> ofDrawn = tf.gather(fromMax, drawn, last, Gather.batchDims(2L));
    return math.log(tf.math.div(math.exp(ofDrawn), sum));
  }

  /** How many tokens of an image are unknown, [batch]. */
  static Operand<TInt32> unknown(Ops tf, Operand<TInt32> tokens) {
    Operand<TBool> unknown = tf.math.equal(tokens, tf.constant(Sampler.MASKED));
    return tf.reduceSum(tf.dtypes.cast(unknown, TInt32.class), tf.constant(1));
  }

  /** max(1, min(unknown now − 1, ⌊N · γ⌋)) of each image, γ the compiled cosine, [batch]. */
  private Operand<TInt32> maskLength(State state) {
    Operand<TFloat32> angle =
        tf.math.mul(time(state), tf.math.mul(tf.constant(HALF_PI), reciprocal(state)));
    Operand<TFloat32> ratio =
        tf.math.minimum(
            tf.constant(1f), tf.math.maximum(tf.constant(RATIO_FLOOR), math.cos(angle)));
    Operand<TInt32> share =
        tf.dtypes.cast(
            tf.math.floor(
                tf.math.mul(tf.dtypes.cast(state.unknownAtStart(), TFloat32.class), ratio)),
            TInt32.class);
    Operand<TInt32> atMost = tf.math.sub(unknown(tf, state.tokens()), tf.constant(1));
    return tf.math.maximum(tf.constant(1), tf.math.minimum(atMost, share));
  }

  /** Which confidences are strictly below the one at an index of the sorted ones. */
  private Operand<TBool> leastConfident(Operand<TFloat32> confidence, Operand<TInt32> index) {
    Operand<TInt32> positions = tf.gather(tf.shape(confidence), tf.constant(1), tf.constant(0));
    Operand<TFloat32> sorted = // the largest of the negative ones first
        tf.math.neg(tf.nn.topK(tf.math.neg(confidence), positions, TInt32.class).values());
    Operand<TFloat32> cut =
        tf.gather(
            sorted, tf.expandDims(index, tf.constant(1)), tf.constant(1), Gather.batchDims(1L));
    return tf.math.less(confidence, cut);
  }
}
