package org.maskgit.tools.cli;

/** The command line is wrong. The message is one sentence: what was found and what to type. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence: expected, found, mend
   */
  public UsageException(String message) {
    super(message);
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message one sentence: expected, found, mend
   * @param cause what was thrown below
   */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
