package org.maskgit.io;

/**
 * Weights or data are missing or wrong. The message is one sentence for the person at the keyboard:
 * what was expected, what was found, and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence: expected, found, mend
   */
  public DataException(String message) {
    super(message);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message one sentence: expected, found, mend
   * @param cause what was thrown below
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
