package org.maskgit.training;

/** A training went wrong and its weights are of no use any more; the last saved ones are. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The step. */
  private final long step;

  /** What diverged. */
  private final String term;

  /**
   * Reports what went wrong.
   *
   * @param step the step's number, from 1
   * @param term what went wrong in words, such as {@code the loss}
   * @param finding expected and found
   */
  public DivergedException(long step, String term, String finding) {
    super(
        "Step %d: %s diverged: %s; lower the learning rate and go on from the last checkpoint."
            .formatted(step, term, finding));
    this.step = step;
    this.term = term;
  }

  /**
   * Returns the step.
   *
   * @return its number, from 1
   */
  public long step() {
    return step;
  }

  /**
   * Returns what diverged.
   *
   * @return the term in words
   */
  public String term() {
    return term;
  }
}
