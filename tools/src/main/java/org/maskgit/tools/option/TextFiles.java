package org.maskgit.tools.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.maskgit.io.DataException;

/** Small files of text that an option names. */
final class TextFiles {
  private TextFiles() {}

  static String read(String name, String what) {
    try {
      return Files.readString(Path.of(name));
    } catch (IOException | InvalidPathException e) {
      throw new DataException(
          "Can't read %s from %s: expected a text file (%s).".formatted(what, name, e), e);
    }
  }
}
