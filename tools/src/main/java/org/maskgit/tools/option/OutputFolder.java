package org.maskgit.tools.option;

import java.nio.file.Files;
import java.nio.file.Path;
import org.maskgit.io.DataException;

/** Looks before minutes of work whether a result can be written after them. */
final class OutputFolder {
  private OutputFolder() {}

  /** Requires that files can be created in the folder of {@code file}. */
  static void requireFor(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw new DataException(
          "Can't write %s: expected a file name, found a folder; name a file in it."
              .formatted(file));
    }
    require(folder);
  }

  /** Requires a folder in which files can be created. */
  static void require(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "Can't write to %s: expected a folder, found %s; create it first."
              .formatted(folder, Files.exists(folder) ? "a file" : "none"));
    }
    if (!Files.isWritable(folder)) {
      throw new DataException(
          "Can't write to %s: the folder is read-only; choose another.".formatted(folder));
    }
  }
}
