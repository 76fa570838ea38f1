package org.maskgit.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.maskgit.io.DataException;

/**
 * The two checkpoints of a model folder; one that holds both models stands for either.
 *
 * @param transformer the transformer's file, or a SavedModel's folder
 * @param tokenizer the tokenizer's file, or a SavedModel's folder
 */
public record ModelFiles(Path transformer, Path tokenizer) {

  /**
   * Finds the transformer and the tokenizer among a folder's files by what they hold; names don't
   * matter, other files may lie beside them, hidden files are passed over. A SavedModel's folder
   * holds both among its variables.
   *
   * @param folder the model folder
   * @return the two files, or twice the SavedModel
   * @throws DataException if the folder is missing, or if it holds no or several files of a kind; a
   *     damaged checkpoint in it is named then; what a SavedModel holds is seen when it is opened
   */
  public static ModelFiles find(Path folder) {
    if (BundleFiles.isSavedModel(folder)) {
      return new ModelFiles(folder, folder);
    }
    Scan scan = new Scan(folder, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    filesOf(folder).forEach(scan::add);
    return new ModelFiles(
        scan.only(ModelKind.TRANSFORMER, scan.transformers()),
        scan.only(ModelKind.TOKENIZER, scan.tokenizers()));
  }

  /**
   * Says whether a path is a SavedModel with neither a transformer nor a tokenizer among its
   * variables, so that nothing but its signatures can be run.
   *
   * @param path any path
   * @return true for such a SavedModel; false for other files and folders
   * @throws DataException if its variables are damaged
   */
  public static boolean isOpaque(Path path) {
    if (!BundleFiles.isSavedModel(path)) {
      return false;
    }
    BundleFiles variables = BundleFiles.at(path).orElseThrow();
    if (!Files.exists(variables.index())) {
      return true;
    }
    Set<String> names =
        BundleNames.clean(BundleIndex.read(MappedFile.open(variables.index())).entries()).keySet();
    return Arrays.stream(ModelKind.values()).allMatch(kind -> kind.places(names).isEmpty());
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
          .filter(f -> !BundleFiles.isData(f))
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
      try {
        if (CheckpointFormat.recognise(MappedFile.open(file)).isEmpty()) {
          return;
        }
        Checkpoint checkpoint = Checkpoint.open(file);
        if (ModelKind.TRANSFORMER.in(checkpoint).isPresent()) {
          transformers.add(file);
        }
        if (ModelKind.TOKENIZER.in(checkpoint).isPresent()) {
          tokenizers.add(file);
        }
      } catch (DataException e) {
        damaged.add(e.getMessage());
      }
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
