package org.maskgit.graph;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Calls that a server answers. TensorFlow waits for ever for a server that is gone; here a call
 * ends when the server has stopped to answer, and so does every later one. Safe for use by several
 * threads.
 */
public final class ServerCalls implements AutoCloseable {
  private static final long LOOK_EVERY_MILLIS = 1000;
  private static final int FAILURES = 3;

  private final Device device;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setDaemon(true).setNameFormat("server-call-%d").build());
  private volatile boolean lost;

  /**
   * Creates the calls.
   *
   * @param device of a server
   */
  public ServerCalls(Device device) {
    this.device = device;
  }

  /**
   * Makes a call.
   *
   * @param work runs sessions on the server
   * @param <T> what comes out
   * @return what came out
   * @throws DeviceException if the server is lost, or fails
   * @throws IllegalStateException if these calls are closed
   */
  public <T> T call(Supplier<T> work) {
    if (lost && !threads.isShutdown()) {
      throw lost(new IllegalStateException("lost before"));
    }
    Future<T> answer = submit(work);
    int failures = 0;
    while (true) {
      try {
        return answer.get(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        failures = RemoteSessions.answers(device) ? 0 : failures + 1;
        if (failures >= FAILURES) {
          throw lost(e);
        }
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause.getClass() == TensorFlowException.class) {
          // How the Java API tells that a connection broke, but much else, too.
          throw RemoteSessions.answers(device) ? failed(cause) : lost(cause);
        }
        Throwables.throwIfUnchecked(cause);
        throw new IllegalStateException(cause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while " + device + " computes", e);
      }
    }
  }

  private <T> Future<T> submit(Supplier<T> work) {
    try {
      return threads.submit(work::get);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("The calls to %s are closed.".formatted(device.target()), e);
    }
  }

  private DeviceException lost(Throwable cause) {
    lost = true;
    return new DeviceException(
        "The TensorFlow server at %s is lost%s: start it again, then this."
            .formatted(device.target(), reason(cause)),
        cause);
  }

  private DeviceException failed(Throwable cause) {
    return new DeviceException(
        "The TensorFlow server at %s failed%s: mend that or start it again, then this."
            .formatted(device.target(), reason(cause)),
        cause);
  }

  private static String reason(Throwable cause) {
    return cause instanceof TensorFlowException
        ? " (" + String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ") + ")"
        : "";
  }

  /**
   * Frees what lives on the server, unless that is lost, and ends the threads. Closed calls stay as
   * they are.
   *
   * @param work closes the sessions
   * @throws DeviceException if the server is lost meanwhile
   */
  public void close(Runnable work) {
    try {
      if (!lost && !threads.isShutdown()) {
        call(
            () -> {
              work.run();
              return true;
            });
      }
    } finally {
      close();
    }
  }

  /** Ends the threads that no call occupies. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
