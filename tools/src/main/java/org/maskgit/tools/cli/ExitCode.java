package org.maskgit.tools.cli;

/** What the process tells its caller. */
public enum ExitCode {
  /** Done as asked. */
  OK(0),
  /** A bug: an exception that nobody foresaw. */
  INTERNAL(1),
  /** The command, an option or its value is wrong. */
  USAGE(2),
  /** Weights or data are missing or wrong, or a file can't be written. */
  DATA(3),
  /** The machine can't do it: no native library, no memory, no such device. */
  DEVICE(4),
  /**
   * Stopped from outside between two steps. The process itself then ends with 128 + the signal's
   * number, as shells expect: 130 for Ctrl-C, 143 for SIGTERM.
   */
  STOPPED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /**
   * Returns the number for the operating system.
   *
   * @return 0 for success, else another number
   */
  public int number() {
    return number;
  }
}
