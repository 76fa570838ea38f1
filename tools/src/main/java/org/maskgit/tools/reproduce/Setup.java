package org.maskgit.tools.reproduce;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.model.EvaluationFile;
import org.maskgit.tools.model.ModelFolders;
import org.maskgit.tools.model.OfficialModel;

/**
 * With what an experiment is run.
 *
 * @param model {@code --model} of the commands
 * @param published whether these are the weights whose numbers were published
 * @param features the feature network's file, and its preset
 * @param reference what is scored against
 */
record Setup(List<String> model, boolean published, Features features, Optional<Path> reference) {

  /**
   * A feature network.
   *
   * @param file its file
   * @param preset {@code --preset}
   */
  record Features(Optional<Path> file, String preset) {
    List<String> words() {
      return List.of("--features-graph", file.orElseThrow().toString(), "--preset", preset);
    }
  }

  /** The weights and files that the published numbers were made with. */
  static Setup published(Experiment experiment, Optional<Path> reference, ModelFolders folders) {
    List<String> missing = new ArrayList<>();
    OfficialModel.find(experiment.model())
        .ifPresent(
            model -> {
              if (!Files.isDirectory(folders.folder(model.id()))) {
                missing.add(
                    "the weights %s (about 900 MB, from %s): maskgit download %s"
                        .formatted(model.id(), OfficialModel.PUBLISHED, model.id()));
              }
            });
    if (experiment.kind() == Experiment.Kind.SPEED) {
      requireNone(missing);
      return new Setup(
          List.of("--model", experiment.model()),
          true,
          new Features(Optional.empty(), ""),
          Optional.empty());
    }
    boolean ofPictures =
        ImmutableSet.of(Experiment.Kind.TOKENIZER, Experiment.Kind.CAS).contains(experiment.kind());
    Optional<Path> inception =
        experiment.kind() == Experiment.Kind.CAS
            ? Optional.empty()
            : Optional.of(find(EvaluationFile.INCEPTION, folders, missing));
    Optional<Path> real = reference;
    if (ofPictures && reference.isEmpty()) {
      missing.add(
          "ImageNet's 50,000 validation pictures in a folder of classes (6.7 GB, from"
              + " image-net.org): --reference DIR");
    } else if (reference.isEmpty()) {
      real =
          Optional.of(
              find(EvaluationFile.find(experiment.reference()).orElseThrow(), folders, missing));
    }
    requireNone(missing);
    return new Setup(
        List.of("--model", experiment.model()), true, new Features(inception, "inception"), real);
  }

  private static Path find(EvaluationFile file, ModelFolders folders, List<String> missing) {
    Path path = folders.folder(file.id()).resolve(file.file());
    if (!Files.exists(path)) {
      missing.add(
          "%s (%s, from %s): maskgit download %s"
              .formatted(file.file(), file.size(), file.place(), file.id()));
    }
    return path;
  }

  private static void requireNone(List<String> missing) {
    if (!missing.isEmpty()) {
      throw new DataException("Files are missing. Get " + String.join("; get ", missing) + ".");
    }
  }

  /** Other weights, which have no published numbers. */
  static Setup small(
      Experiment experiment,
      ImmutableList<String> model,
      Features features,
      Optional<Path> reference) {
    boolean scored = experiment.kind() != Experiment.Kind.SPEED;
    boolean byFeatures = scored && experiment.kind() != Experiment.Kind.CAS;
    if ((byFeatures && features.file().isEmpty()) || (scored && reference.isEmpty())) {
      throw new UsageException(
          "With --model give --features FILE, a feature network, and --reference DIR, real pictures"
              + " to score against.");
    }
    return new Setup(model, false, features, reference);
  }
}
