package org.maskgit.io;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a file so that it appears whole or not at all: into a temporary file beside it, then moved
 * over the target in one step. A full disk, a crash or an exception leaves an older file as it was.
 */
public final class AtomicFile {
  private static final AtomicLong WRITERS = new AtomicLong();

  private AtomicFile() {}

  /** What fills the file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes the whole content.
     *
     * @param out the stream, buffered by its owner and closed by {@link AtomicFile}
     * @throws IOException if the content can't be written
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code target}, replacing an older file.
   *
   * @param target the file to appear; its folder must exist
   * @param content what fills it
   * @throws DataException if the file can't be written; nothing half-written is left
   */
  public static void write(Path target, Content content) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new DataException(
          "Can't write %s: expected a folder %s, found none; create it first."
              .formatted(target, folder));
    }
    if (Files.isDirectory(target)) {
      throw new DataException(
          "Can't write %s: expected a file name, found a folder; name a file in it."
              .formatted(target));
    }
    Path temporary = temporary(folder, target);
    try {
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        content.writeTo(out);
        out.getFD().sync(); // else a crash soon after the move may leave an empty file
      }
      move(temporary, target);
    } catch (IOException e) {
      throw new DataException(
          "Can't write %s: %s; nothing was left behind. Free some space or choose another folder."
              .formatted(target, reason(e)),
          e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** A name that no other writer of the same file has, in this process or another. */
  private static Path temporary(Path folder, Path target) {
    long pid = ProcessHandle.current().pid();
    return folder.resolve(
        ".%s.%d.%d".formatted(target.getFileName(), pid, WRITERS.incrementAndGet()));
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      System.getLogger(AtomicFile.class.getName())
          .log(System.Logger.Level.WARNING, "Can't remove the temporary file " + file, e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileNotFoundException
        ? "the folder is not writable"
        : String.valueOf(e.getMessage());
  }
}
