package org.maskgit.tokenizer.training;

/**
 * How the codes were used over a time such as an epoch.
 *
 * @param codes size of the codebook
 * @param used codes used at least once
 * @param perplexity exponential of the entropy of the uses: {@code codes} if all were used equally
 * @param places number of uses
 * @param revived codes placed anew
 */
public record CodebookHealth(int codes, int used, double perplexity, long places, int revived) {

  /** Counts uses. */
  static CodebookHealth of(float[] uses, int revived) {
    double sum = 0;
    int used = 0;
    for (float count : uses) {
      sum += count;
      used += count > 0 ? 1 : 0;
    }
    double entropy = 0;
    for (float count : uses) {
      if (count > 0) {
        entropy -= count / sum * Math.log(count / sum);
      }
    }
    return new CodebookHealth(uses.length, used, Math.exp(entropy), (long) sum, revived);
  }

  /**
   * Returns the share of codes that were used.
   *
   * @return from 0 to 1
   */
  public double usage() {
    return (double) used / codes;
  }
}
