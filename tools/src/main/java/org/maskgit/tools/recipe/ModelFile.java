package org.maskgit.tools.recipe;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.io.DataException;

/**
 * A file that took part in making a picture.
 *
 * @param name its name without the folder, which is nobody's business
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
 */
public record ModelFile(String name, String sha256) {
  private static final int SHORT = 10;

  /**
   * Reads a whole file to take its SHA-256; of a TensorFlow checkpoint or a SavedModel those of all
   * files that it is made of, one after the other: {@link Checkpoint#files}.
   *
   * @param file the file, or what {@link Checkpoint#open(Path)} takes
   * @return its name and hash
   * @throws DataException if it can't be read
   */
  public static ModelFile of(Path file) {
    try {
      return new ModelFile(
          file.getFileName().toString(), bytes(file).hash(Hashing.sha256()).toString());
    } catch (IOException e) {
      throw new DataException("Can't read %s: %s.".formatted(file, e.getMessage()), e);
    }
  }

  private static ByteSource bytes(Path file) {
    return ByteSource.concat(
        Checkpoint.files(file).stream().map(part -> MoreFiles.asByteSource(part)).toList());
  }

  /**
   * Returns the beginning of the hash, as other tools show it.
   *
   * @return the first ten digits
   */
  public String shortHash() {
    return sha256.substring(0, Math.min(SHORT, sha256.length()));
  }
}
