package org.maskgit.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.maskgit.io.DataException;

/**
 * The two checkpoint files of a model folder.
 *
 * @param transformer the transformer's file
 * @param tokenizer the tokenizer's file
 */
public record ModelFiles(Path transformer, Path tokenizer) {

  /**
   * Finds the transformer and the tokenizer among a folder's files by what they hold; names don't
   * matter, other files may lie beside them, hidden files are passed over.
   *
   * @param folder the model folder
   * @return the two files
   * @throws DataException if the folder is missing, or if it holds no or several files of a kind; a
   *     damaged checkpoint in it is named then
   */
  public static ModelFiles find(Path folder) {
    Scan scan = new Scan(folder, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Path file : filesOf(folder)) {
      scan.add(file);
    }
    return new ModelFiles(
        scan.only(ModelKind.TRANSFORMER, scan.transformers()),
        scan.only(ModelKind.TOKENIZER, scan.tokenizers()));
  }

  private static List<Path> filesOf(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          "Expected a model folder at %s, found %s; check the path or download the model."
              .formatted(folder, Files.exists(folder) ? "a file" : "nothing"));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DataException("Can't list %s: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  /** What was found so far. */
  private record Scan(
      Path folder, List<Path> transformers, List<Path> tokenizers, List<String> damaged) {

    void add(Path file) {
      Optional<ModelKind> kind;
      try {
        MappedFile mapped = MappedFile.open(file);
        if (CheckpointFormat.recognise(mapped).isEmpty()) {
          return;
        }
        kind = ModelKind.of(Checkpoint.open(mapped));
      } catch (DataException e) {
        damaged.add(e.getMessage());
        return;
      }
      kind.ifPresent(k -> (k == ModelKind.TRANSFORMER ? transformers : tokenizers).add(file));
    }

    Path only(ModelKind kind, List<Path> found) {
      if (found.size() == 1) {
        return found.get(0);
      }
      String what =
          found.isEmpty()
              ? "none" + (damaged.isEmpty() ? "" : " (" + String.join(" ", damaged) + ")")
              : found.size() + ": " + String.join(", ", names(found));
      throw new DataException(
          "Expected one %s checkpoint in %s, found %s; name the file with --%s."
              .formatted(kind.label(), folder, what, kind.label()));
    }

    private static List<String> names(List<Path> files) {
      return files.stream().map(f -> f.getFileName().toString()).toList();
    }
  }
}
