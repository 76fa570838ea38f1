package org.maskgit.training;

/** A training went wrong and its weights are of no use any more; the last saved ones are. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The step. */
  private final long step;

  /** What diverged. */
  private final String term;

  /** Expected and found. */
  private final String finding;

  /**
   * Reports what went wrong.
   *
   * @param step the step's number, from 1
   * @param term what went wrong in words, such as {@code the loss}
   * @param finding expected and found
   */
  public DivergedException(long step, String term, String finding) {
    this(step, term, finding, "the last checkpoint");
  }

  private DivergedException(long step, String term, String finding, String lastGood) {
    super(
        "Step %d: %s diverged: %s; lower the learning rate and go on from %s."
            .formatted(step, term, finding, lastGood));
    this.step = step;
    this.term = term;
    this.finding = finding;
  }

  /**
   * Names what the training can go on from.
   *
   * @param checkpoint the last good checkpoint
   * @return the same report with the checkpoint's name
   */
  public DivergedException withLastGood(String checkpoint) {
    DivergedException named = new DivergedException(step, term, finding, checkpoint);
    named.addSuppressed(this);
    return named;
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
