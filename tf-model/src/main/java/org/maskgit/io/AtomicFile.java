package org.maskgit.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file so that it appears whole or not at all: into a temporary file beside it, then moved
 * over the target in one step. A full disk, a crash or an exception leaves an older file as it was.
 */
public final class AtomicFile {
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
    Path temporary =
        folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        content.writeTo(out);
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
    return e instanceof java.nio.file.AccessDeniedException
        ? "the folder is read-only"
        : String.valueOf(e.getMessage());
  }
}
