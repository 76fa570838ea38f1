package org.maskgit.tools.reproduce;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.model.ModelFolders;

/**
 * What a reproduction is run with.
 *
 * @param work {@code --work}
 * @param pictures {@code --count}
 * @param seed {@code --seed}
 * @param size {@code --size}
 * @param speedBatch {@code --batch}
 * @param keepsSamples {@code --keep-samples}
 * @param classifier the classifier in the words of {@code sample}
 */
record ReproduceOptions(
    Path work,
    Optional<Integer> pictures,
    String seed,
    int size,
    int speedBatch,
    boolean keepsSamples,
    ImmutableList<String> classifier) {
  private static final int SMALL_COUNT = 160;
  private static final int SMALL_SIZE = 64;
  private static final int SPEED_BATCH = 8;
  private static final String SHIPPED = "shipped";
  private static final String REJECTION = "rejection";

  private static final Option MODEL =
      StandardOptions.valued(
          "model",
          "DIR|NAME|shipped",
          "other weights than the published ones; shipped are those that come with maskgit");
  private static final Option FEATURES =
      StandardOptions.valued("features", "FILE", "with --model: a feature network");
  private static final Option PRESET =
      StandardOptions.valued("preset", "NAME", "its preset (default: lite0)");
  private static final Option REFERENCE =
      StandardOptions.valued(
          "reference", "DIR|FILE.npz", "real pictures, where they aren't a published file");
  private static final Option SIZE =
      StandardOptions.valued(
          "size", "PX", "with --model: side of the pictures (default: %d)".formatted(SMALL_SIZE));
  private static final Option COUNT =
      StandardOptions.valued(
          "count",
          "N",
          "pictures of each row (default: as published; %d with --model)".formatted(SMALL_COUNT));
  private static final Option SEED =
      StandardOptions.valued("seed", "S", "seed of all rows (default: 1)");
  private static final Option WORK =
      StandardOptions.valued("work", "DIR", "where results are kept (default: reproduced)");
  private static final Option KEEP =
      StandardOptions.flag("keep-samples", "don't delete the pictures when they are scored");
  private static final Option BATCH =
      StandardOptions.valued(
          "batch", "B", "speed: pictures at once (default: %d)".formatted(SPEED_BATCH));
  private static final Option CLASSIFIER =
      StandardOptions.valued("classifier", "FILE", "rejection: the classifier");
  private static final Option CLASSIFIER_PRESET =
      StandardOptions.valued("classifier-preset", "NAME", "its preset (default: lite0)");
  private static final Option CLASS_MAP =
      StandardOptions.valued("class-map", "FILE", "rejection: as for 'sample'");

  static Options declare() {
    Options options = new Options();
    List.of(
            MODEL,
            FEATURES,
            PRESET,
            REFERENCE,
            SIZE,
            COUNT,
            SEED,
            WORK,
            KEEP,
            BATCH,
            CLASSIFIER,
            CLASSIFIER_PRESET,
            CLASS_MAP)
        .forEach(options::addOption);
    return options;
  }

  static ReproduceOptions of(Experiment experiment, Arguments arguments) {
    refuseUnused(experiment, arguments);
    return new ReproduceOptions(
        arguments.path(WORK).orElse(Path.of("reproduced")),
        arguments.integer(COUNT, 2),
        arguments.value(SEED).orElse("1"),
        arguments.integer(SIZE, 1).orElse(SMALL_SIZE),
        arguments.integer(BATCH, 1).orElse(SPEED_BATCH),
        arguments.has(KEEP),
        classifier(experiment, arguments));
  }

  private static void refuseUnused(Experiment experiment, Arguments arguments) {
    Experiment.Kind kind = experiment.kind();
    Only only = new Only(arguments);
    only.with("experiments that sample", kind.samples(), COUNT);
    only.with("'speed'", kind == Experiment.Kind.SPEED, BATCH);
    only.with("--model", arguments.has(MODEL), FEATURES, PRESET, SIZE);
    only.with("'rejection'", experiment.id().equals(REJECTION), CLASSIFIER);
    only.with("--classifier", arguments.has(CLASSIFIER), CLASSIFIER_PRESET, CLASS_MAP);
  }

  /** Refuses what would be ignored. */
  private record Only(Arguments arguments) {
    void with(String what, boolean given, Option... options) {
      for (Option option : options) {
        if (arguments.has(option) && !given) {
          throw new UsageException(
              "%s goes only with %s; leave it out.".formatted(Arguments.nameOf(option), what));
        }
      }
    }
  }

  private static ImmutableList<String> classifier(Experiment experiment, Arguments arguments) {
    if (experiment.id().equals(REJECTION) && !arguments.has(CLASSIFIER)) {
      throw new UsageException("'rejection' needs --classifier FILE, a frozen classifier.");
    }
    if (!arguments.has(CLASSIFIER)) {
      return ImmutableList.of();
    }
    ImmutableList.Builder<String> words = ImmutableList.builder();
    words.add("--features-graph", arguments.required(CLASSIFIER));
    words.add("--preset", arguments.value(CLASSIFIER_PRESET).orElse("lite0"));
    arguments.value(CLASS_MAP).ifPresent(map -> words.add("--class-map", map));
    return words.build();
  }

  /** With what the experiment is run: the published files, or what was typed. */
  static Setup setup(Experiment experiment, Arguments arguments, Context context) {
    ModelFolders folders = ModelFolders.of(context.environment());
    Optional<Path> reference = arguments.path(REFERENCE);
    Optional<String> model = arguments.value(MODEL);
    if (experiment.kind() == Experiment.Kind.UNPUBLISHED) {
      return new Setup(List.of(), true, new Setup.Features(Optional.empty(), ""), Optional.empty());
    }
    if (model.isEmpty() && experiment.model().equals(SHIPPED)) {
      throw new UsageException(
          "'%s' needs weights that can be guided: give --model shipped, or a folder."
              .formatted(experiment.id()));
    }
    if (model.isEmpty()) {
      return Setup.published(experiment, reference, folders);
    }
    ImmutableList<String> words =
        model.get().equals(SHIPPED) ? ImmutableList.of() : ImmutableList.of("--model", model.get());
    return Setup.small(
        experiment,
        words,
        new Setup.Features(arguments.path(FEATURES), arguments.value(PRESET).orElse("lite0")),
        reference);
  }

  int count(Experiment experiment, Setup setup) {
    return pictures.orElse(setup.published() ? experiment.count() : SMALL_COUNT);
  }
}
