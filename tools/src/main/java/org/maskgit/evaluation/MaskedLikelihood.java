package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.maskgit.data.TokenShards;
import org.maskgit.random.JaxRandom;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.sampler.TokensToLogits;
import org.maskgit.training.MaskRatio;

/**
 * How well a transformer predicts hidden tokens: the negative log-likelihood in nats of a masked
 * token (the NLL of the paper's ablation of mask schedules), without label smoothing.
 *
 * <p>Image i is masked by seed s as follows: key = fold_in(PRNGKey(s), i), (a, b) = split(key); r =
 * uniform(a); of N tokens max(1, ⌊N · ratio(r) + 1e-6⌋) are masked, those that come first in
 * permutation(b, N). So all ratios hide parts of one order, and a larger one hides more of the
 * same. The mean is over the masked tokens of an image, then over images and seeds, as the official
 * loss has it.
 */
public final class MaskedLikelihood {
  private static final JaxRandom RANDOM = JaxRandom.of(PrngLayout.LEGACY);

  private final TokenShards tokens;
  private final TokensToLogits model;
  private final int batchSize;

  private MaskedLikelihood(TokenShards tokens, TokensToLogits model, int batchSize) {
    this.tokens = tokens;
    this.model = model;
    this.batchSize = batchSize;
  }

  /**
   * Prepares the measurement.
   *
   * @param tokens of images that the transformer didn't see
   * @param model the transformer
   * @param batchSize images that go through it together, at least 1
   * @return the measurement
   */
  public static MaskedLikelihood of(TokenShards tokens, TokensToLogits model, int batchSize) {
    checkArgument(batchSize > 0, "expected a batch of at least 1, found %s", batchSize);
    return new MaskedLikelihood(tokens, model, batchSize);
  }

  /**
   * What was measured.
   *
   * @param nll the mean in nats
   * @param error the standard error of the mean over images, each the mean of its seeds; 0 for one
   *     image
   * @param masked the mean share of masked tokens
   */
  public record Result(double nll, double error, double masked) {}

  /**
   * Measures at a share of masked tokens.
   *
   * @param ratio above 0 and up to 1
   * @param seeds of the masks, at least one
   * @param listener is told after each batch how many images it had
   * @return the result
   * @throws IllegalArgumentException if the ratio is something else, or there is no seed
   */
  public Result at(double ratio, ImmutableIntArray seeds, IntConsumer listener) {
    checkArgument(ratio > 0 && ratio <= 1, "expected a ratio above 0 and up to 1, found %s", ratio);
    return measure(r -> ratio, seeds, listener);
  }

  /**
   * Measures at shares as they come in training.
   *
   * @param ratio where they come from, such as the cosine schedule
   * @param seeds of the masks, at least one
   * @param listener is told after each batch how many images it had
   * @return the result
   * @throws IllegalArgumentException if there is no seed
   */
  public Result under(MaskRatio ratio, ImmutableIntArray seeds, IntConsumer listener) {
    int count = tokens.manifest().tokens();
    return measure(r -> ratio.at(r, count), seeds, listener);
  }

  @FunctionalInterface
  private interface Ratio {
    double at(float r);
  }

  private Result measure(Ratio ratio, ImmutableIntArray seeds, IntConsumer listener) {
    checkArgument(!seeds.isEmpty(), "expected at least one seed, found none");
    double[] sums = new double[tokens.size()];
    long masked = 0;
    for (int seed : seeds.asList()) {
      for (int first = 0; first < sums.length; first += batchSize) {
        int count = Math.min(batchSize, sums.length - first);
        int[][] orders = new int[count][];
        for (int i = 0; i < count; i++) {
          orders[i] = hidden(PrngKey.of(seed), first + i, ratio);
          masked += orders[i].length;
        }
        double[] losses = losses(first, orders);
        for (int i = 0; i < count; i++) {
          sums[first + i] += losses[i] / seeds.length();
        }
        listener.accept(count);
      }
    }
    double mean = Arrays.stream(sums).average().orElseThrow();
    double squares = Arrays.stream(sums).map(x -> (x - mean) * (x - mean)).sum();
    double error = sums.length < 2 ? 0 : Math.sqrt(squares / (sums.length - 1) / sums.length);
    double all = (double) sums.length * seeds.length() * tokens.manifest().tokens();
    return new Result(mean, error, masked / all);
  }

  private int[] hidden(PrngKey seed, int image, Ratio ratio) {
    ImmutableList<PrngKey> keys = RANDOM.split(RANDOM.foldIn(seed, image));
    float r = RANDOM.uniform(keys.get(0), 1, 0f, 1f)[0];
    int count = tokens.manifest().tokens();
    int masked = Math.max(1, (int) Math.floor(count * ratio.at(r) + 1e-6));
    return Arrays.copyOf(RANDOM.permutation(keys.get(1), count), masked);
  }

  /** The mean loss of each image's hidden tokens. */
  private double[] losses(int first, int[][] hidden) {
    int count = tokens.manifest().tokens();
    int codebook = tokens.manifest().codebookSize();
    int[][] sequences = new int[hidden.length][count + 1];
    int[][] known = new int[hidden.length][];
    for (int i = 0; i < hidden.length; i++) {
      known[i] = tokens.tokens(first + i);
      sequences[i][0] = codebook + tokens.label(first + i);
      System.arraycopy(known[i], 0, sequences[i], 1, count);
      for (int place : hidden[i]) {
        sequences[i][1 + place] = -1;
      }
    }
    float[] logits = model.logits(sequences);
    double[] losses = new double[hidden.length];
    for (int i = 0; i < hidden.length; i++) {
      for (int place : hidden[i]) {
        int row = (i * (count + 1) + 1 + place) * codebook;
        losses[i] += surprise(logits, row, codebook, known[i][place]) / hidden[i].length;
      }
    }
    return losses;
  }

  /** −log softmax(row)[token], in float64. */
  private static double surprise(float[] logits, int from, int codebook, int token) {
    return LogSumExp.of(codebook, i -> logits[from + i]) - logits[from + token];
  }
}
