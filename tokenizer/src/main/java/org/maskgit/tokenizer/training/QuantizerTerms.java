package org.maskgit.tokenizer.training;

import org.maskgit.graph.ModuleScope;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tokenizer.VectorQuantizer;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The quantizer in training: nearest codes with the gradient passed straight through, and the terms
 * that move encoder and codebook towards each other.
 *
 * @param codes the codes' vectors, differentiated as if they were the features, [n, gh, gw,
 *     embedding]
 * @param oneHot the nearest code of each place, [n · gh · gw, codes]
 * @param commitment pull of the encoder towards the codes, weighted
 * @param codebook pull of the codes towards the encoder
 * @param entropy entropy loss, weighted
 * @param total the sum of the three
 */
public record QuantizerTerms(
    Operand<TFloat32> codes,
    Operand<TFloat32> oneHot,
    Operand<TFloat32> commitment,
    Operand<TFloat32> codebook,
    Operand<TFloat32> entropy,
    Operand<TFloat32> total) {

  /**
   * Builds them.
   *
   * @param scope the module {@code quantizer}
   * @param sizes the tokenizer's sizes
   * @param weights the weights of the terms
   * @param features the encoder's output, [n, gh, gw, embedding]
   * @return codes and terms
   */
  public static QuantizerTerms build(
      ModuleScope scope,
      TokenizerConfig sizes,
      QuantizerLossConfig weights,
      Operand<TFloat32> features) {
    Ops tf = scope.tf();
    Operand<TFloat32> distances = VectorQuantizer.distances(scope, sizes, features);
    Operand<TInt32> nearest = tf.math.argMin(distances, tf.constant(1), TInt32.class);
    Operand<TFloat32> oneHot =
        tf.oneHot(nearest, tf.constant(sizes.codebookSize()), tf.constant(1f), tf.constant(0f));
    // The look-up is a product, as in the official code: its gradient sums in a fixed order.
    Operand<TFloat32> rows = tf.linalg.matMul(oneHot, VectorQuantizer.codebook(scope, sizes));
    Operand<TFloat32> quantized = tf.reshape(rows, tf.shape(features));

    Operand<TFloat32> commitment =
        tf.math.mul(
            tf.constant((float) weights.commitmentCost()),
            Losses.l2(tf, tf.stopGradient(quantized), features));
    Operand<TFloat32> codebook = Losses.l2(tf, tf.stopGradient(features), quantized);
    Operand<TFloat32> entropy = entropy(tf, weights, distances);
    return new QuantizerTerms(
        scope.output(Losses.straightThrough(tf, features, quantized)),
        oneHot,
        commitment,
        codebook,
        entropy,
        tf.math.add(tf.math.add(commitment, codebook), entropy));
  }

  private static Operand<TFloat32> entropy(
      Ops tf, QuantizerLossConfig weights, Operand<TFloat32> distances) {
    if (weights.entropyRatio() == 0) {
      return tf.constant(0f);
    }
    Operand<TFloat32> loss =
        Losses.entropy(
            tf,
            tf.math.neg(distances),
            weights.entropyType(),
            (float) weights.entropyTemperature());
    return tf.math.mul(tf.constant((float) weights.entropyRatio()), loss);
  }
}
