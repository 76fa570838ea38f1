package org.maskgit.tools.option;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Collections;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.MaskGit;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.label.Labels;

/** What to make, and how many: {@code --label} and {@code --batch}. */
public final class LabelOptions {
  private static final Option LABEL =
      StandardOptions.valued(
          "label", "N|NAME[,N…]", "class by number, or by its name or a part of it; or several");
  private static final Option BATCH =
      StandardOptions.valued(
          "batch", "B", "how many pictures; labels are cycled (default: one for each label)");

  private final Labels names;
  private final ImmutableList<Integer> labels;
  private final Optional<Integer> batch;

  private LabelOptions(Labels names, ImmutableList<Integer> labels, Optional<Integer> batch) {
    this.names = names;
    this.labels = labels;
    this.batch = batch;
  }

  /**
   * Declares the options.
   *
   * @return the options
   */
  public static Options declare() {
    return new Options().addOption(LABEL).addOption(BATCH);
  }

  /**
   * Declares the option for commands that know how many pictures they make.
   *
   * @return the option
   */
  public static Options declareSpread() {
    return new Options().addOption(LABEL);
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @param names of the model's classes
   * @return the options
   * @throws UsageException if there is no label, one is unknown, or they don't fit into the batch
   */
  public static LabelOptions of(Arguments arguments, Labels names) {
    arguments.required(LABEL);
    return ofOptional(arguments, names);
  }

  /**
   * Reads the options where the label may be left out: then the class is the unconditional one, if
   * the model has it.
   *
   * @param arguments what was typed
   * @param names of the model's classes
   * @return the options
   * @throws UsageException if a label is unknown, or they don't fit into the batch
   */
  public static LabelOptions ofOptional(Arguments arguments, Labels names) {
    ImmutableList<Integer> labels =
        arguments.value(LABEL).map(names::parseList).orElse(ImmutableList.of());
    Optional<Integer> batch = arguments.integer(BATCH, 1);
    if (batch.isPresent() && batch.get() < labels.size()) {
      throw new UsageException(
          "--batch: expected room for %d labels, found %d; leave --batch out."
              .formatted(labels.size(), batch.get()));
    }
    return new LabelOptions(names, labels, batch);
  }

  /**
   * Decides the size of the batch.
   *
   * @param atLeast how many samples something else brings, such as rows of input tokens
   * @return {@code --batch}, else the number of labels, at least {@code atLeast}
   */
  public int batch(int atLeast) {
    return batch.orElse(Math.max(Math.max(1, labels.size()), atLeast));
  }

  /**
   * Gives each sample its label.
   *
   * @param size the size of the batch
   * @param maskgit the model
   * @return the labels, cycled; the unconditional class if none was typed
   * @throws UsageException if the model doesn't know a label, or none was typed and it has no
   *     unconditional class
   */
  public ImmutableIntArray labels(int size, MaskGit maskgit) {
    return labels(size, maskgit, i -> i % labels.size());
  }

  /**
   * Gives each frame its label: as many frames in a row for each label.
   *
   * @param size the number of frames
   * @param maskgit the model
   * @return the labels; the unconditional class if none was typed
   * @throws UsageException if there are more labels than frames, the model doesn't know a label, or
   *     none was typed and it has no unconditional class
   */
  public ImmutableIntArray spread(int size, MaskGit maskgit) {
    if (labels.size() > size) {
      throw new UsageException(
          "--label: expected at most %d labels, one for each picture, found %d."
              .formatted(size, labels.size()));
    }
    return labels(size, maskgit, i -> (int) ((long) i * labels.size() / size));
  }

  private ImmutableIntArray labels(int size, MaskGit maskgit, IntUnaryOperator choice) {
    if (labels.isEmpty()) {
      return ImmutableIntArray.copyOf(Collections.nCopies(size, unconditional(maskgit)));
    }
    int classes = maskgit.classes();
    for (int label : labels) {
      if (label >= classes) {
        throw new UsageException(
            "--label: expected a class from 0 to %d for this model, found %d%s."
                .formatted(
                    classes - 1, label, names.name(label).map(" (%s)"::formatted).orElse("")));
      }
    }
    return ImmutableIntArray.copyOf(
        IntStream.range(0, size).map(i -> labels.get(choice.applyAsInt(i))));
  }

  private static int unconditional(MaskGit maskgit) {
    return maskgit
        .unconditionalClass()
        .orElseThrow(
            () ->
                new UsageException(
                    "--label is missing: these weights have no unconditional class; give"
                        + " --label N|NAME."));
  }
}
