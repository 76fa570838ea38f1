package org.maskgit.tools.cli;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;

/**
 * Lets a run end between two steps when Ctrl-C or SIGTERM asks for it.
 *
 * <p>A JVM that halts while TensorFlow is inside a native run can die with SIGSEGV, so the signal
 * only sets a flag: the run looks at it with {@link #check} after each step and leaves, and the JVM
 * waits for that. Safe to share between threads.
 */
public final class Interruption {
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean requested;

  private Interruption() {}

  /**
   * Creates one that only {@link #request} asks to stop.
   *
   * @return a new one, not yet requested
   */
  public static Interruption create() {
    return new Interruption();
  }

  /**
   * Runs the process's work so that a signal waits for its next {@link #check}.
   *
   * @param work what to do; returns the exit code
   * @param err where to say that the step is being ended
   * @return the exit code of {@code work}; when a signal came, the JVM ends with 128 + its number
   */
  public static int guard(ToIntFunction<Interruption> work, PrintStream err) {
    Interruption interruption = new Interruption();
    Thread hook = new Thread(() -> interruption.endStep(err), "end-step");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.applyAsInt(interruption);
    } finally {
      interruption.ended.countDown();
    }
  }

  private void endStep(PrintStream err) {
    if (ended.getCount() == 0) {
      return;
    }
    request();
    err.println("Stopping: the step that runs now is ended first.");
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks the run to stop at its next {@link #check}. */
  public void request() {
    requested = true;
  }

  /**
   * Tells whether the run has been asked to stop.
   *
   * @return true from then on
   */
  public boolean isRequested() {
    return requested;
  }

  /**
   * Ends the run here if it has been asked to stop.
   *
   * @throws StoppedException if so
   */
  public void check() {
    if (requested) {
      throw new StoppedException();
    }
  }
}
