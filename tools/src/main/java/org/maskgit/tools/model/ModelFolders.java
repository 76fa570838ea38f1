package org.maskgit.tools.model;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Suggestions;

/**
 * Where models live, one folder a model: the user's in {@code $MASKGIT_HOME/models}, else {@code
 * $XDG_DATA_HOME/maskgit/models}, else {@code ~/.local/share/maskgit/models}; those that ship with
 * the command line in {@code $MASKGIT_SHIPPED}, which the launcher sets.
 */
public final class ModelFolders {
  /** The model that is used when nothing else is asked for. */
  private static final String DEFAULT = "noto-emoji";

  private final Path root;
  private final Optional<Path> shipped;

  private ModelFolders(Path root, Optional<Path> shipped) {
    this.root = root;
    this.shipped = shipped;
  }

  /**
   * Looks where the environment says.
   *
   * @param environment the environment variables
   * @return the folders
   */
  public static ModelFolders of(ImmutableMap<String, String> environment) {
    return new ModelFolders(
        home(environment).resolve("models"),
        Optional.ofNullable(environment.get("MASKGIT_SHIPPED")).map(Path::of));
  }

  private static Path home(ImmutableMap<String, String> environment) {
    String own = environment.getOrDefault("MASKGIT_HOME", "");
    if (!own.isEmpty()) {
      return Path.of(own);
    }
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        data.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return base.resolve("maskgit");
  }

  /**
   * Returns the folder of all models.
   *
   * @return the folder, which may not exist
   */
  public Path root() {
    return root;
  }

  /**
   * Returns the folder of a downloaded model.
   *
   * @param name such as {@code imagenet256}
   * @return the folder, which may not exist
   */
  public Path folder(String name) {
    return root.resolve(name);
  }

  /**
   * Finds the model that is used when nothing else is asked for.
   *
   * @return its folder, if it ships with this command line
   */
  public Optional<Path> defaultModel() {
    return shipped(DEFAULT);
  }

  private Optional<Path> shipped(String name) {
    return shipped.map(folder -> folder.resolve(name)).filter(Files::isDirectory);
  }

  /**
   * Finds what {@code --model} names: a folder, or a model of that name among the user's, or among
   * those that ship.
   *
   * @param model a path or a name
   * @return the folder, which exists
   * @throws DataException if there is no such folder
   */
  public Path resolve(String model) {
    Path asTyped = Path.of(model);
    if (Files.isDirectory(asTyped)) {
      return asTyped;
    }
    boolean name = asTyped.getNameCount() == 1 && !asTyped.isAbsolute();
    if (name && Files.isDirectory(folder(model))) {
      return folder(model);
    }
    if (name && shipped(model).isPresent()) {
      return shipped(model).orElseThrow();
    }
    throw new DataException(
        "Expected a model at %s%s, found none%s"
            .formatted(model, name ? " or " + folder(model) : "", mend(model)));
  }

  /**
   * Says where the user's models live and which there are.
   *
   * @return the folder and the names
   */
  public String describe() {
    if (!Files.isDirectory(root)) {
      return root + " (none yet)";
    }
    try (Stream<Path> folders = Files.list(root)) {
      return "%s: %s"
          .formatted(
              root,
              folders
                  .filter(Files::isDirectory)
                  .map(folder -> folder.getFileName().toString())
                  .sorted()
                  .collect(Collectors.joining(", ")));
    } catch (IOException e) {
      return "%s (%s)".formatted(root, e.getMessage());
    }
  }

  private static String mend(String model) {
    return OfficialModel.find(model)
        .map(official -> "; fetch it with 'maskgit download %s'.".formatted(official.id()))
        .orElseGet(() -> Suggestions.didYouMean(model, OfficialModel.ids()));
  }
}
