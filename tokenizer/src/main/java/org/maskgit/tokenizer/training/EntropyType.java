package org.maskgit.tokenizer.training;

/** Which probabilities the entropy loss of the codebook is taken of. */
public enum EntropyType {
  /** The softmax over the codes. */
  SOFTMAX,

  /** The nearest code alone, with the gradient of the softmax. */
  ARGMAX
}
