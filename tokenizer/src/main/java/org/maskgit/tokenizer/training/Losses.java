package org.maskgit.tokenizer.training;

import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** The losses of the tokenizer ({@code libml/losses.py} of the official code), as graphs. */
public final class Losses {
  private static final float OFFSET = 1e-5f;

  private Losses() {}

  /**
   * Mean absolute difference.
   *
   * @param tf where to build
   * @param expected any shape
   * @param actual the same shape
   * @return a scalar
   */
  public static Operand<TFloat32> l1(Ops tf, Operand<TFloat32> expected, Operand<TFloat32> actual) {
    return mean(tf, tf.math.abs(tf.math.sub(expected, actual)));
  }

  /**
   * Mean squared difference.
   *
   * @param tf where to build
   * @param expected any shape
   * @param actual the same shape
   * @return a scalar
   */
  public static Operand<TFloat32> l2(Ops tf, Operand<TFloat32> expected, Operand<TFloat32> actual) {
    return mean(tf, tf.math.square(tf.math.sub(expected, actual)));
  }

  /**
   * Cross-entropy of independent yes/no questions, stable for large logits.
   *
   * @param tf where to build
   * @param labels 0 to 1, a scalar or of the logits' shape
   * @param logits any shape
   * @return the loss of each, the same shape
   */
  public static Operand<TFloat32> sigmoidCrossEntropy(
      Ops tf, Operand<TFloat32> labels, Operand<TFloat32> logits) {
    return tf.math.sub(tf.math.softplus(logits), tf.math.mul(logits, labels));
  }

  /**
   * The entropy loss of the codebook: low entropy for each place, high entropy of their mean, so
   * that decisions are sure and codes are shared.
   *
   * <p>The official code adds 1e-5 to the logits of the logarithm after the division by the
   * temperature, where it changes nothing but the rounding; it stands here too.
   *
   * @param tf where to build
   * @param affinity how near each place is to each code, [rows, codes]
   * @param type which probabilities to use
   * @param temperature divides the affinity
   * @return a scalar: mean entropy of the rows − entropy of the mean
   */
  public static Operand<TFloat32> entropy(
      Ops tf, Operand<TFloat32> affinity, EntropyType type, float temperature) {
    Operand<TInt32> last = tf.constant(1);
    Operand<TFloat32> offset = tf.constant(OFFSET);
    Operand<TFloat32> logits = tf.math.div(affinity, tf.constant(temperature));
    Operand<TFloat32> probabilities = tf.nn.softmax(logits);
    Operand<TFloat32> logarithms = tf.nn.logSoftmax(tf.math.add(logits, offset));
    Operand<TFloat32> targets =
        switch (type) {
          case SOFTMAX -> probabilities;
          case ARGMAX -> straightThrough(tf, probabilities, oneHotOfLargest(tf, logits));
        };
    Operand<TFloat32> average = tf.math.mean(targets, tf.constant(0)); // [codes]
    Operand<TFloat32> averageEntropy =
        tf.math.neg(sum(tf, tf.math.mul(average, tf.math.log(tf.math.add(average, offset)))));
    Operand<TFloat32> rowEntropy =
        tf.math.neg(mean(tf, tf.reduceSum(tf.math.mul(targets, logarithms), last)));
    return tf.math.sub(rowEntropy, averageEntropy);
  }

  private static Operand<TFloat32> oneHotOfLargest(Ops tf, Operand<TFloat32> logits) {
    Operand<TInt32> largest = tf.math.argMax(logits, tf.constant(1), TInt32.class);
    int codes = Math.toIntExact(logits.shape().get(1));
    return tf.oneHot(largest, tf.constant(codes), tf.constant(1f), tf.constant(0f));
  }

  /**
   * Replaces a value in the forward pass and leaves the gradient to the value replaced.
   *
   * @param tf where to build
   * @param soft what is differentiated
   * @param hard what is computed, the same shape
   * @return {@code soft + stop_gradient(hard − soft)}
   */
  public static Operand<TFloat32> straightThrough(
      Ops tf, Operand<TFloat32> soft, Operand<TFloat32> hard) {
    return tf.math.add(soft, tf.stopGradient(tf.math.sub(hard, soft)));
  }

  /**
   * R1 (Mescheder et al. 2018): the mean squared norm of the gradient that the discriminator has at
   * real images. It is exact and can be differentiated again.
   *
   * @param tf where to build
   * @param logits of the real images, [n, 1]
   * @param images [n, h, w, 3], that the logits were computed from
   * @return a scalar, without its weight
   */
  public static Operand<TFloat32> gradientPenalty(
      Ops tf, Operand<TFloat32> logits, Operand<TFloat32> images) {
    Operand<TFloat32> gradient = inputGradient(tf, logits, images);
    Operand<TFloat32> perImage =
        tf.reduceSum(tf.math.square(gradient), tf.constant(new int[] {1, 2, 3}));
    return tf.math.mean(perImage, tf.constant(0));
  }

  /**
   * The gradient of the sum of logits at the images.
   *
   * @param tf where to build
   * @param logits [n, 1]
   * @param images [n, h, w, 3], that the logits were computed from
   * @return [n, h, w, 3]
   */
  public static Operand<TFloat32> inputGradient(
      Ops tf, Operand<TFloat32> logits, Operand<TFloat32> images) {
    if (!(tf.scope().env() instanceof Graph graph)) {
      throw new IllegalArgumentException("expected operations of a graph, found eager ones");
    }
    // An explicit seed: the default one is OnesLike, which has no gradient of its own.
    Output<?>[] ones = {tf.constant(1f).asOutput()};
    Output<?>[] total = {sum(tf, logits).asOutput()};
    Output<?>[] gradients =
        graph.addGradients(
            tf.scope().makeOpName("gradient"), total, new Output<?>[] {images.asOutput()}, ones);
    return gradients[0].expect(TFloat32.class);
  }

  /**
   * LeCam (Tseng et al. 2021): keeps the logits near moving averages of the other side's, for small
   * data.
   *
   * @param tf where to build
   * @param real logits of real images, [n, 1]
   * @param fake logits of reconstructions, [n, 1]
   * @param averageReal moving average of the real logits, a scalar
   * @param averageFake moving average of the fake logits, a scalar
   * @return a scalar, without its weight
   */
  public static Operand<TFloat32> leCam(
      Ops tf,
      Operand<TFloat32> real,
      Operand<TFloat32> fake,
      Operand<TFloat32> averageReal,
      Operand<TFloat32> averageFake) {
    Operand<TFloat32> ofReal = tf.math.square(tf.nn.relu(tf.math.sub(real, averageFake)));
    Operand<TFloat32> ofFake = tf.math.square(tf.nn.relu(tf.math.sub(averageReal, fake)));
    return tf.math.add(mean(tf, ofReal), mean(tf, ofFake));
  }

  /**
   * The perplexity of a use of codes: 1 if one code does all, the number of codes if all do the
   * same.
   *
   * @param tf where to build
   * @param oneHot [rows, codes]
   * @return a scalar
   */
  public static Operand<TFloat32> perplexity(Ops tf, Operand<TFloat32> oneHot) {
    Operand<TFloat32> average = tf.math.mean(oneHot, tf.constant(0));
    Operand<TFloat32> logarithms = tf.math.log(tf.math.add(average, tf.constant(OFFSET)));
    return tf.math.exp(tf.math.neg(sum(tf, tf.math.mul(average, logarithms))));
  }

  /** The mean of all elements; the rank must be known. */
  static Operand<TFloat32> mean(Ops tf, Operand<TFloat32> x) {
    return tf.math.mean(x, axes(tf, x));
  }

  /** The sum of all elements; the rank must be known. */
  static Operand<TFloat32> sum(Ops tf, Operand<TFloat32> x) {
    return tf.reduceSum(x, axes(tf, x), ReduceSum.keepDims(false));
  }

  private static Operand<TInt32> axes(Ops tf, Operand<? extends TNumber> x) {
    return tf.constant(IntStream.range(0, x.shape().numDimensions()).toArray());
  }
}
