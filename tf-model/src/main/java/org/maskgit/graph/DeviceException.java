package org.maskgit.graph;

/** This machine can't run it. The message is one sentence: what is missing and what to do. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message one sentence: expected, found, mend
   */
  public DeviceException(String message) {
    super(message);
  }

  /**
   * Creates the exception.
   *
   * @param message one sentence: expected, found, mend
   * @param cause what was thrown below
   */
  public DeviceException(String message, Throwable cause) {
    super(message, cause);
  }
}
