package org.maskgit.evaluation;

/**
 * How a set of pictures uses a tokenizer's codes.
 *
 * @param codes size of the codebook
 * @param used codes that occur
 * @param perplexity exponential of the entropy of the codes' frequencies: {@code codes} if all are
 *     used equally
 */
public record CodebookUse(int codes, int used, double perplexity) {

  static CodebookUse of(long[] uses) {
    double sum = 0;
    int used = 0;
    for (long count : uses) {
      sum += count;
      used += count > 0 ? 1 : 0;
    }
    double entropy = 0;
    for (long count : uses) {
      entropy -= count > 0 ? count / sum * Math.log(count / sum) : 0;
    }
    return new CodebookUse(uses.length, used, Math.exp(entropy));
  }

  /**
   * Returns the share of codes that occur.
   *
   * @return from 0 to 1; the official tokenizer's is about 0.45 on ImageNet
   */
  public double usage() {
    return (double) used / codes;
  }
}
