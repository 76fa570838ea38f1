package org.maskgit.sampler;

/** How often ReMDM masks a known token again: σ, at most (1 − α(s)) / α(t) and 1. */
public enum Remasking {
  /** σ = min(σ_max, η): the same for all tokens, up to η. */
  CAP,
  /** σ = η · σ_max: the same for all tokens, a share of what is possible. */
  RESCALE,
  /**
   * σ = e · σ_max, with e = softmax(−log p) over the known tokens: one token a step on average, and
   * rather one that the model now finds unlikely. η does not count.
   */
  CONFIDENCE;

  /** σ but for the factor e. */
  float sigma(float alphaT, float alphaS, float eta) {
    float max = (1 - alphaS) / alphaT;
    return switch (this) {
      case CAP -> Math.min(max, eta);
      case RESCALE -> eta * Math.min(max, 1f);
      case CONFIDENCE -> Math.min(max, 1f);
    };
  }
}
