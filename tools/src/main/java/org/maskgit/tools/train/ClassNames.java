package org.maskgit.tools.train;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;

/**
 * The names of a run's classes: a line each in the run's {@code classes.txt}, in the order of their
 * numbers, and the same text in the metadata of what is exported.
 */
final class ClassNames {
  /** The key under which exported weights hold the names, a line each. */
  static final String KEY = "maskgit.classes";

  private static final String STEP_KEY = "maskgit.step";

  private ClassNames() {}

  /** Writes the names into a run. */
  static void write(Path run, List<String> names) {
    byte[] lines = (Joiner.on('\n').join(names) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file(run), out -> out.write(lines));
  }

  /** What exported weights say of themselves: the step, and the names if the run has any. */
  static Map<String, String> metadata(Path run, String step) {
    try {
      return Files.exists(file(run))
          ? ImmutableMap.of(STEP_KEY, step, KEY, Files.readString(file(run)).strip())
          : ImmutableMap.of(STEP_KEY, step);
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(file(run), e.getMessage()), e);
    }
  }

  private static Path file(Path run) {
    return run.resolve("classes.txt");
  }
}
