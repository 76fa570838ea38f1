package org.maskgit.tools.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.maskgit.io.DataException;

/** Small files of text that an option names. */
public final class TextFiles {
  private TextFiles() {}

  /**
   * Reads a file.
   *
   * @param name its path
   * @param what what it holds, for the error
   * @return its text
   * @throws DataException if it can't be read
   */
  public static String read(String name, String what) {
    try {
      return Files.readString(Path.of(name));
    } catch (IOException | InvalidPathException e) {
      throw new DataException(
          "Can't read %s from %s: expected a text file (%s).".formatted(what, name, e), e);
    }
  }
}
