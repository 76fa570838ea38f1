package org.maskgit.evaluation;

/** Whose numbers one's own are to be compared with. */
public enum Protocol {
  /** Everything in float64; Inception Score in file order; kernel distance of whole sets. */
  EXACT,
  /**
   * ADM's evaluator (Dhariwal and Nichol, "Diffusion models beat GANs on image synthesis", 2021):
   * as EXACT, but precision and recall of distances that are rounded to float16.
   */
  ADM,
  /**
   * torch-fidelity 0.4: Inception Score of 10 splits in shuffled order, kernel distance of 100
   * subsets of 1,000, both with its random numbers.
   */
  TORCH_FIDELITY
}
