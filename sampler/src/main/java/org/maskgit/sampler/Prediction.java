package org.maskgit.sampler;

import java.util.Arrays;
import org.maskgit.random.Gumbel;

/**
 * What the model's logits say of one image's unknown tokens.
 *
 * @param tokens [positions], known ones as they were, unknown ones drawn
 * @param logProbabilities [positions], of the drawn ones; +infinity for known ones
 */
record Prediction(int[] tokens, float[] logProbabilities) {

  /**
   * Draws the unknown tokens of an image.
   *
   * @param current [positions], −1 where a token is unknown
   * @param logits [batch, positions, codebook]
   * @param codebook the number of codes
   * @param image which image of the batch
   * @param noise a draw of positions · codebook words an image
   */
  static Prediction of(int[] current, float[] logits, int codebook, int image, Noise.Draw noise) {
    int[] tokens = current.clone();
    float[] logProbabilities = new float[current.length];
    Arrays.fill(logProbabilities, Float.POSITIVE_INFINITY);
    int[] bits = new int[codebook];
    for (int position = 0; position < current.length; position++) {
      if (current[position] == Sampler.MASKED) {
        noise.bits(image, position * codebook, bits);
        int offset = (image * current.length + position) * codebook;
        tokens[position] = Gumbel.argmax(logits, offset, bits, codebook);
        logProbabilities[position] =
            Softmax.logProbability(logits, offset, codebook, tokens[position]);
      }
    }
    return new Prediction(tokens, logProbabilities);
  }
}
