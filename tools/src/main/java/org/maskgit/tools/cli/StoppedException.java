package org.maskgit.tools.cli;

/** The run was asked to stop and has come to a place where it can. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception. */
  public StoppedException() {
    super("Stopped; nothing half-written was left behind.");
  }
}
