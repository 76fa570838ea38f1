package org.maskgit.tools.evaluate;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.evaluation.ClassifierScores;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Numbers;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.TextFiles;
import org.maskgit.tools.recipe.ModelFile;

/** Rejection by a classifier (paper section 4.2): {@code --acceptance} and the classifier. */
public final class RejectionOptions {
  private static final Option ACCEPTANCE =
      StandardOptions.valued(
          "acceptance",
          "RATE",
          "keep the best of 1 / RATE candidates by a classifier, --features-graph");
  private static final Option CLASS_MAP =
      StandardOptions.valued(
          "class-map",
          "FILE",
          "a line for each class of the model: the classifier's classes that stand for it");

  private final int candidates;
  private final NetworkOptions network;
  private final Optional<Path> classMap;

  private RejectionOptions(int candidates, NetworkOptions network, Optional<Path> classMap) {
    this.candidates = candidates;
    this.network = network;
    this.classMap = classMap;
  }

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options()
        .addOption(ACCEPTANCE)
        .addOption(CLASS_MAP)
        .addOptions(NetworkOptions.declare());
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @return the options
   * @throws UsageException if the rate is wrong or comes without a classifier
   */
  public static RejectionOptions of(Arguments arguments) {
    NetworkOptions network = NetworkOptions.of(arguments);
    int candidates =
        arguments
            .parsed(
                ACCEPTANCE,
                Numbers.within(
                    Double::parseDouble, Range.openClosed(0.0, 1.0), "a rate above 0 and up to 1"))
            .map(rate -> Math.toIntExact(Math.round(1 / rate)))
            .orElse(1);
    if (network.areGiven() != arguments.has(ACCEPTANCE)) {
      throw new UsageException(
          "--acceptance RATE and --features-graph FILE, the classifier, belong together.");
    }
    if (arguments.has(CLASS_MAP) && !arguments.has(ACCEPTANCE)) {
      throw new UsageException("--class-map goes only with --acceptance RATE; give both.");
    }
    return new RejectionOptions(candidates, network, arguments.path(CLASS_MAP));
  }

  /**
   * Returns how many candidates a picture has.
   *
   * @return 1 if all are kept
   */
  public int candidates() {
    return candidates;
  }

  /**
   * Returns whether anything is rejected.
   *
   * @return true if a rate is given
   */
  public boolean areGiven() {
    return network.areGiven();
  }

  /**
   * Says which classifier it is, for a record.
   *
   * @return file and hash; empty if there is none
   * @throws DataException if it can't be read
   */
  public String classifier() {
    if (!areGiven()) {
      return "";
    }
    ModelFile file = ModelFile.of(network.file());
    return file.name()
        + " "
        + file.sha256()
        + classMap.map(map -> " by " + ModelFile.of(map).sha256()).orElse("");
  }

  /**
   * Loads the classifier.
   *
   * @param classes how many classes the model has
   * @return what it makes of pictures, to be closed
   * @throws DataException if it or the map is missing or wrong
   */
  public ClassifierScores load(int classes) {
    ImmutableList<ImmutableIntArray> map =
        classMap.map(file -> read(file, classes)).orElse(ImmutableList.of());
    return ClassifierScores.of(network.load(), map);
  }

  private static ImmutableList<ImmutableIntArray> read(Path file, int classes) {
    try {
      ImmutableList<ImmutableIntArray> map =
          TextFiles.read(file.toString(), "a class map")
              .lines()
              .map(RejectionOptions::numbers)
              .collect(ImmutableList.toImmutableList());
      checkArgument(map.size() == classes, "expected %s lines, found %s", classes, map.size());
      return map;
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "%s: expected a line of class numbers for each class, such as 409,892: %s."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static ImmutableIntArray numbers(String line) {
    return ImmutableIntArray.copyOf(
        Splitter.on(',').trimResults().splitToStream(line).mapToInt(Integer::parseInt));
  }
}
