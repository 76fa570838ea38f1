package org.maskgit.tools.model;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.maskgit.io.DataException;

/**
 * The checkpoints in a model's folder, told apart by their names: the tokenizer's holds {@code
 * tokenizer}, the transformer's {@code transformer} or {@code maskgit}.
 */
public final class ModelFiles {
  private final Path folder;
  private final ImmutableList<String> names;

  private ModelFiles(Path folder, ImmutableList<String> names) {
    this.folder = folder;
    this.names = names;
  }

  /**
   * Lists a folder.
   *
   * @param folder a model's folder
   * @return its files
   * @throws DataException if it can't be listed
   */
  public static ModelFiles of(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return new ModelFiles(
          folder,
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .filter(ModelFiles::isCheckpoint)
              .sorted()
              .collect(ImmutableList.toImmutableList()));
    } catch (IOException e) {
      throw new DataException("Can't list %s: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  private static boolean isCheckpoint(String name) {
    return !name.startsWith(".")
        && !name.endsWith(".part")
        && !name.endsWith(".from")
        && !name.endsWith(".json")
        && !name.endsWith(".md")
        && !name.endsWith(".txt");
  }

  /**
   * Finds the transformer's checkpoint.
   *
   * @return the file
   * @throws DataException if there is none, or more than one
   */
  public Path transformer() {
    return only("transformer", names.stream().filter(ModelFiles::isTransformer).toList());
  }

  /**
   * Finds the tokenizer's checkpoint.
   *
   * @return the file
   * @throws DataException if there is none, or more than one
   */
  public Path tokenizer() {
    return only("tokenizer", names.stream().filter(ModelFiles::isTokenizer).toList());
  }

  private static boolean isTokenizer(String name) {
    return name.toLowerCase(Locale.ROOT).contains("tokenizer");
  }

  private static boolean isTransformer(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !isTokenizer(name) && (lower.contains("transformer") || lower.contains("maskgit"));
  }

  private Path only(String role, List<String> found) {
    if (found.size() != 1) {
      throw new DataException(
          "Expected one file with '%s' in its name in %s, found %s; name the file with --%s FILE."
              .formatted(role, folder, found.isEmpty() ? "none" : String.join(", ", found), role));
    }
    return folder.resolve(found.get(0));
  }
}
