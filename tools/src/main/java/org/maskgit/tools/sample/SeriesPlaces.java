package org.maskgit.tools.sample;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.StandardOptions;

/**
 * Where a series goes.
 *
 * @param output {@code --output}
 * @param work {@code --work}
 * @param keepsWork {@code --keep-work}
 */
record SeriesPlaces(SampleOutput output, Path work, boolean keepsWork) {
  private static final Option OUTPUT =
      StandardOptions.valued(
          "output", "FILE.npz|DIR", "the file (arr_0, arr_1), or a folder of CLASS/NUMBER.png");
  private static final Option WORK =
      StandardOptions.valued(
          "work", "DIR", "where finished shards lie (default: the output's name and .work)");
  private static final Option KEEP =
      StandardOptions.flag("keep-work", "don't delete the shards when the output is complete");

  static Options declare() {
    return new Options().addOption(OUTPUT).addOption(WORK).addOption(KEEP);
  }

  static SeriesPlaces of(Arguments arguments) {
    SampleOutput output = new SampleOutput(arguments.requiredPath(OUTPUT));
    return new SeriesPlaces(
        output, arguments.path(WORK).orElse(output.work()), arguments.has(KEEP));
  }

  /** The plan of a series that was begun or is done, if there is one. */
  Optional<SamplePlan> plan() {
    return SamplePlan.find(work).or(output::plan);
  }
}
