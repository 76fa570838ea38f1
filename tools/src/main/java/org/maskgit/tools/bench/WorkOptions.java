package org.maskgit.tools.bench;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.bench.Work;
import org.maskgit.bench.WorkSettings;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;

/** What is to be done, for the driver and for every worker. */
final class WorkOptions {
  private static final Option WORK =
      StandardOptions.valued(
          "work", "WORK", "image, repeat, batch, first, training or roof (default: image)");
  private static final Option STEPS =
      StandardOptions.valued("steps", "T", "steps of an image (default: 8)");
  private static final Option IMAGES =
      StandardOptions.valued("images", "N", "images of a go of batch (default: 64)");
  private static final Option LABELS =
      StandardOptions.valued("labels", "K", "classes of these (default: 8)");
  private static final Option BATCH =
      StandardOptions.valued("batch", "B", "images of a class that go together (default: 8)");

  private WorkOptions() {}

  static Options declare() {
    return new Options()
        .addOption(WORK)
        .addOption(STEPS)
        .addOption(IMAGES)
        .addOption(LABELS)
        .addOption(BATCH);
  }

  static WorkSettings of(Arguments arguments) {
    return new WorkSettings(
        arguments.parsed(WORK, name -> EnumNames.parse(Work.class, name)).orElse(Work.IMAGE),
        arguments.integer(STEPS, 1).orElse(8),
        arguments.integer(IMAGES, 1).orElse(64),
        arguments.integer(LABELS, 1).orElse(8),
        arguments.integer(BATCH, 1).orElse(8));
  }
}
