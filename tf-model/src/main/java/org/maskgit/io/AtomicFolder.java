package org.maskgit.io;

import com.google.common.base.Throwables;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Writes a folder so that it appears whole or not at all: into a temporary folder beside it, then
 * moved into place in one step. A full disk, a crash or an exception leaves nothing under the
 * folder's name.
 */
public final class AtomicFolder {
  private static final AtomicLong WRITERS = new AtomicLong();

  private AtomicFolder() {}

  /** What fills the folder. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all files.
     *
     * @param folder an empty folder, which has another name than it will have
     * @throws IOException if a file can't be written
     */
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Looks, before minutes of work, whether a folder can be written after them.
   *
   * @param target the folder to appear
   * @throws DataException if there is a file or a folder with files in its place, or its parent is
   *     no folder that can be written to
   */
  public static void requireFree(Path target) {
    Path parent = target.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new DataException(
          "Can't write %s: expected a folder %s, found none; create it first."
              .formatted(target, parent));
    }
    if (!Files.isWritable(parent)) {
      throw new DataException(
          "Can't write %s: the folder %s is read-only; choose another.".formatted(target, parent));
    }
    if (Files.exists(target) && !isEmptyFolder(target)) {
      throw occupied(target);
    }
  }

  private static DataException occupied(Path target) {
    return new DataException(
        "Can't write %s: expected no such folder or an empty one, found %s; choose another name."
            .formatted(target, Files.isDirectory(target) ? "files in it" : "a file"));
  }

  private static boolean isEmptyFolder(Path target) {
    if (!Files.isDirectory(target)) {
      return false;
    }
    try (Stream<Path> files = Files.list(target)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(target, e.getMessage()), e);
    }
  }

  /**
   * Writes {@code target}.
   *
   * @param target the folder to appear; its parent must exist, and it must not, or be empty
   * @param content what fills it
   * @throws DataException if it can't be written; nothing half-written is left
   */
  public static void write(Path target, Content content) {
    requireFree(target);
    Path temporary =
        target
            .toAbsolutePath()
            .normalize()
            .resolveSibling(
                ".%s.%d.%d"
                    .formatted(
                        target.getFileName(),
                        ProcessHandle.current().pid(),
                        WRITERS.incrementAndGet()));
    try {
      Files.createDirectory(temporary);
      content.writeTo(temporary);
      force(temporary);
      Files.deleteIfExists(target); // the empty one
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException e) {
      throw occupied(target);
    } catch (IOException e) {
      throw new DataException(
          "Can't write %s: %s; nothing was left behind. Free some space or choose another folder."
              .formatted(target, Throwables.getRootCause(e).getMessage()),
          e);
    } finally {
      deleteQuietly(temporary);
    }
  }

  /** Brings all files to the disk: else a crash soon after the move may leave empty ones. */
  private static void force(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  private static void deleteQuietly(Path folder) {
    try {
      if (Files.exists(folder)) {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      System.getLogger(AtomicFolder.class.getName())
          .log(System.Logger.Level.WARNING, "Can't remove the temporary folder " + folder, e);
    }
  }
}
