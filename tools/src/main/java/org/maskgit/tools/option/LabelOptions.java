package org.maskgit.tools.option;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
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
   * Reads the options.
   *
   * @param arguments what was typed
   * @param names of the model's classes
   * @return the options
   * @throws UsageException if there is no label, one is unknown, or they don't fit into the batch
   */
  public static LabelOptions of(Arguments arguments, Labels names) {
    ImmutableList<Integer> labels = names.parseList(arguments.required(LABEL));
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
    return batch.orElse(Math.max(labels.size(), atLeast));
  }

  /**
   * Gives each sample its label.
   *
   * @param size the size of the batch
   * @param classes how many classes the model knows
   * @return the labels, cycled
   * @throws UsageException if the model doesn't know a label
   */
  public ImmutableIntArray labels(int size, int classes) {
    for (int label : labels) {
      if (label >= classes) {
        throw new UsageException(
            "--label: expected a class from 0 to %d for this model, found %d%s."
                .formatted(
                    classes - 1, label, names.name(label).map(" (%s)"::formatted).orElse("")));
      }
    }
    ImmutableIntArray.Builder cycled = ImmutableIntArray.builder(size);
    for (int i = 0; i < size; i++) {
      cycled.add(labels.get(i % labels.size()));
    }
    return cycled.build();
  }
}
