package org.maskgit.tools.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.maskgit.graph.DeviceException;
import org.maskgit.io.DataException;
import org.maskgit.training.DivergedException;
import org.tensorflow.exceptions.TFResourceExhaustedException;

/**
 * How an exception is told to the person at the keyboard.
 *
 * @param code the exit code
 * @param sentence one sentence, without a stack trace
 */
public record Failure(ExitCode code, String sentence) {

  /**
   * Judges what was thrown.
   *
   * @param thrown the exception that ended the command
   * @return its exit code and its sentence
   */
  public static Failure of(Throwable thrown) {
    String message = oneLine(thrown);
    if (thrown instanceof UsageException) {
      return new Failure(ExitCode.USAGE, message);
    }
    if (thrown instanceof IllegalArgumentException) {
      return new Failure(ExitCode.USAGE, "Bad request: " + message + ".");
    }
    if (thrown instanceof DataException || thrown instanceof DivergedException) {
      return new Failure(ExitCode.DATA, message);
    }
    if (thrown instanceof IOException || thrown instanceof UncheckedIOException) {
      return new Failure(ExitCode.DATA, "Can't read or write: " + message + ".");
    }
    if (thrown instanceof StoppedException) {
      return new Failure(ExitCode.STOPPED, message);
    }
    if (thrown instanceof DeviceException) {
      return new Failure(ExitCode.DEVICE, message);
    }
    if (thrown instanceof OutOfMemoryError || thrown instanceof TFResourceExhaustedException) {
      return new Failure(
          ExitCode.DEVICE,
          "Out of memory (%s); take a smaller --batch or a larger heap (MASKGIT_JAVA_OPTS=-Xmx4g)."
              .formatted(message));
    }
    if (thrown instanceof LinkageError) {
      return new Failure(
          ExitCode.DEVICE,
          "TensorFlow's native library can't be loaded here (%s); 'maskgit doctor' says more."
              .formatted(message));
    }
    return new Failure(
        ExitCode.INTERNAL,
        "This is a bug (%s: %s); run again with --debug and report the stack trace."
            .formatted(thrown.getClass().getSimpleName(), message));
  }

  private static String oneLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message.strip();
  }
}
