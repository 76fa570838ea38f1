package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;
import org.maskgit.transformer.ClassNames;

/** The names of a run's classes: a line each in {@code classes.txt}, in the order of the labels. */
final class RunClasses {
  private RunClasses() {}

  /** Writes the names into a run. */
  static void write(Path run, ClassNames names) {
    byte[] lines = (names + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file(run), out -> out.write(lines));
  }

  /** What exported weights say of them; nothing if the run has none. */
  static ImmutableMap<String, String> metadata(Path run) {
    try {
      return Files.exists(file(run))
          ? ClassNames.parse(Files.readString(file(run))).metadata()
          : ImmutableMap.of();
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(file(run), e.getMessage()), e);
    }
  }

  private static Path file(Path run) {
    return run.resolve("classes.txt");
  }
}
