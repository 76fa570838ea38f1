package org.maskgit.training;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The losses of the official {@code libml/losses.py} that train the transformer. */
public final class Losses {
  private Losses() {}

  /**
   * The weighted cross-entropy of paper section 3.1 with label smoothing: each sample's weighted
   * mean over its positions, then the mean over the samples. The right token's target is {@code 1 -
   * smoothing + smoothing / vocabulary}, every other's {@code smoothing / vocabulary}.
   *
   * <p>There is no guard, as in the official code: a sample whose weights are all 0 makes the loss
   * NaN.
   *
   * @param tf where to build
   * @param logits [batch, positions, vocabulary]
   * @param labels int32 [batch, positions]; at positions of weight 0 they may lie outside the
   *     vocabulary
   * @param weights [batch, positions]
   * @param vocabulary number of logits
   * @param labelSmoothing from 0 to less than 1
   * @return the loss in nats, a scalar
   */
  public static Operand<TFloat32> weightedCrossEntropy(
      Ops tf,
      Operand<TFloat32> logits,
      Operand<TInt32> labels,
      Operand<TFloat32> weights,
      int vocabulary,
      double labelSmoothing) {
    Operand<TFloat32> right =
        tf.constant((float) (1 - labelSmoothing + labelSmoothing / vocabulary));
    Operand<TFloat32> wrong = tf.constant((float) (labelSmoothing / vocabulary));
    Operand<TFloat32> rows = tf.reshape(logits, tf.constant(new int[] {-1, vocabulary}));
    Operand<TFloat32> targets = // [rows, vocabulary]
        tf.oneHot(
            tf.reshape(labels, tf.constant(new int[] {-1})), tf.constant(vocabulary), right, wrong);
    Operand<TFloat32> crossEntropy = // [batch, positions]
        tf.reshape(tf.nn.softmaxCrossEntropyWithLogits(rows, targets).loss(), tf.shape(labels));

    Operand<TInt32> positions = tf.constant(1);
    Operand<TFloat32> ofSample = // [batch]
        tf.math.div(
            tf.sum(tf.math.mul(crossEntropy, weights), positions), tf.sum(weights, positions));
    return tf.math.mean(ofSample, tf.constant(0));
  }
}
