package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The Inception Score (Salimans et al., "Improved techniques for training GANs", 2016): exp(mean
 * KL(p(y|x) ‖ p(y))), of a classifier's logits.
 *
 * <p>Each split has its own p(y), so the score of sorted samples is far too low: shuffle labels
 * before sampling. Probabilities are taken in float64, without an epsilon.
 *
 * @param mean the mean over the splits
 * @param deviation their population standard deviation
 * @param splits how many there were
 */
public record InceptionScore(double mean, double deviation, int splits) {
  /** Samples of a split in ADM's evaluator. */
  public static final int ADM_SPLIT = 5000;

  /** Splits of torch-fidelity. */
  public static final int TORCH_FIDELITY_SPLITS = 10;

  /**
   * Scores consecutive splits of one size, as ADM's evaluator does; the last may be smaller.
   *
   * @param logits [n, classes]
   * @param splitSize samples of a split
   * @return the score
   */
  public static InceptionScore inOrder(FeatureMatrix logits, int splitSize) {
    checkArgument(splitSize >= 1, "expected splits of at least 1, found %s", splitSize);
    int splits = (logits.count() + splitSize - 1) / splitSize;
    int[] ends = new int[splits];
    for (int i = 0; i < splits; i++) {
      ends[i] = Math.min((i + 1) * splitSize, logits.count());
    }
    return of(logits, ends);
  }

  /**
   * Scores 10 splits of the samples in the order that torch-fidelity shuffles them.
   *
   * @param logits [n, classes], at least 10 rows
   * @return the score
   */
  public static InceptionScore torchFidelity(FeatureMatrix logits) {
    int count = logits.count();
    checkArgument(
        count >= TORCH_FIDELITY_SPLITS,
        "expected at least %s samples, found %s",
        TORCH_FIDELITY_SPLITS,
        count);
    int[] ends = new int[TORCH_FIDELITY_SPLITS];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = (int) ((i + 1L) * count / ends.length);
    }
    int[] order = NumpyRandom.of(NumpyRandom.TORCH_FIDELITY_SEED).permutation(count);
    return of(logits.pick(order), ends);
  }

  private static InceptionScore of(FeatureMatrix logits, int[] ends) {
    double[] scores = new double[ends.length];
    int from = 0;
    double sum = 0;
    for (int i = 0; i < ends.length; i++) {
      scores[i] = score(logits, from, ends[i]);
      sum += scores[i];
      from = ends[i];
    }
    double mean = sum / ends.length;
    double squares = 0;
    for (double score : scores) {
      squares += (score - mean) * (score - mean);
    }
    return new InceptionScore(mean, Math.sqrt(squares / ends.length), ends.length);
  }

  private static double score(FeatureMatrix logits, int from, int to) {
    int classes = logits.dimension();
    double[] marginal = new double[classes];
    double negativeEntropies = 0;
    for (int i = from; i < to; i++) {
      double[] logProbabilities = logits.rows(i, i + 1);
      normalise(logProbabilities);
      for (int c = 0; c < classes; c++) {
        double probability = Math.exp(logProbabilities[c]);
        marginal[c] += probability;
        negativeEntropies += probability * logProbabilities[c];
      }
    }
    int count = to - from;
    double entropyOfMarginal = 0;
    for (double probability : marginal) {
      double p = probability / count;
      entropyOfMarginal -= p > 0 ? p * Math.log(p) : 0;
    }
    return Math.exp(negativeEntropies / count + entropyOfMarginal);
  }

  /** Makes log-probabilities of logits. */
  private static void normalise(double[] logits) {
    double shift = LogSumExp.of(logits.length, c -> logits[c]);
    for (int c = 0; c < logits.length; c++) {
      logits[c] -= shift;
    }
  }
}
