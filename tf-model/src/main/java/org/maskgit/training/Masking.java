package org.maskgit.training;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Hides tokens for training (paper section 3.1, in the form of the authors' trainer in MAGVIT):
 *
 * <ol>
 *   <li>r is uniform in [0, 1), the ratio is γ(r), raised to the least rate;
 *   <li>⌊N · ratio⌋ of the N tokens are masked, but at least one;
 *   <li>those with the lowest uniform scores;
 *   <li>with some chance the class is hidden, too: it gets the unconditional token.
 * </ol>
 *
 * <p>What is hidden is a function of the seed and the place in the training alone. Immutable and
 * safe to share between threads.
 */
public final class Masking {
  /** The lowest bits of a score hold the position, so that one sort orders both. */
  private static final int POSITION_BITS = 20;

  private static final float ONE_ULP_BELOW_ONE = Math.nextDown(1f);

  private final TrainingConfig config;
  private final MaskRatio ratio;

  /**
   * Makes the masking of a training.
   *
   * @param config the training's settings
   */
  public Masking(TrainingConfig config) {
    this.config = config;
    this.ratio = MaskRatio.parse(config.masking().ratio());
  }

  /**
   * Hides tokens of a batch.
   *
   * @param batch the images
   * @param seed the training's
   * @param step the number of the batch, from 0
   * @return sequences with the class token first
   * @throws IllegalArgumentException if an image has another number of tokens, or a token or label
   *     is out of range
   */
  public MaskedBatch mask(TokenBatch batch, long seed, long step) {
    int positions = config.model().tokens() + 1;
    int[][] inputs = new int[batch.size()][positions];
    int[][] labels = new int[batch.size()][positions];
    float[][] weights = new float[batch.size()][positions];
    float shared = uniform(RandomStreams.of(seed, "ratio", step));
    for (int i = 0; i < batch.size(); i++) {
      check(batch.tokens()[i], batch.labels()[i]);
      SplittableRandom random = RandomStreams.of(seed, "mask", step * batch.size() + i);
      float own = uniform(random);
      float r = config.masking().oneRatioPerBatch() ? shared : own;
      boolean hidesClass = random.nextDouble() < config.masking().classDropout();
      labels[i][0] = config.model().codebookSize() + batch.labels()[i];
      inputs[i][0] = hidesClass ? config.unconditionalToken() : labels[i][0];
      System.arraycopy(batch.tokens()[i], 0, labels[i], 1, positions - 1);
      System.arraycopy(batch.tokens()[i], 0, inputs[i], 1, positions - 1);
      Arrays.fill(weights[i], 1, positions, (float) config.loss().unmaskedWeight());
      for (int position : lowestScores(random, maskedTokens(r))) {
        inputs[i][1 + position] = -1;
        weights[i][1 + position] = 1;
      }
    }
    return new MaskedBatch(inputs, labels, weights);
  }

  private static float uniform(SplittableRandom random) {
    return Math.min((float) random.nextDouble(), ONE_ULP_BELOW_ONE);
  }

  private int maskedTokens(float r) {
    int tokens = config.model().tokens();
    float share = Math.max(ratio.at(r, tokens), (float) config.masking().minMaskingRate());
    return Math.max(1, (int) (tokens * share));
  }

  private int[] lowestScores(SplittableRandom random, int count) {
    long[] scores = new long[config.model().tokens()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextLong() >>> 1 >> POSITION_BITS << POSITION_BITS | i;
    }
    Arrays.sort(scores);
    return Arrays.stream(scores, 0, count)
        .mapToInt(score -> (int) (score & ((1 << POSITION_BITS) - 1)))
        .toArray();
  }

  private void check(int[] tokens, int label) {
    ModelConfig model = config.model();
    if (tokens.length != model.tokens()) {
      throw new IllegalArgumentException(
          "expected %d tokens an image, found %d".formatted(model.tokens(), tokens.length));
    }
    for (int token : tokens) {
      if (token < 0 || token >= model.codebookSize()) {
        throw new IllegalArgumentException(
            "expected tokens from 0 to %d, found %d".formatted(model.codebookSize() - 1, token));
      }
    }
    if (label < 0 || label >= model.classes()) {
      throw new IllegalArgumentException(
          "expected labels from 0 to %d, found %d".formatted(model.classes() - 1, label));
    }
  }
}
