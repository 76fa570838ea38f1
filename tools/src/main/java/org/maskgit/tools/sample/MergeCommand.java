package org.maskgit.tools.sample;

import org.apache.commons.cli.Options;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;

/** {@code maskgit merge}. */
public final class MergeCommand implements Command {

  @Override
  public String name() {
    return "merge";
  }

  @Override
  public String summary() {
    return "put the shards of 'sample --shard' together";
  }

  @Override
  public Options options() {
    return SeriesPlaces.declare();
  }

  @Override
  public String example() {
    return "merge --output samples.npz";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    SeriesPlaces places = SeriesPlaces.of(arguments);
    SamplePlan plan =
        places
            .plan()
            .orElseThrow(
                () ->
                    new DataException(
                        "Expected the shards of a series in %s, found none; name their folder with --work."
                            .formatted(places.work())));
    SampleRun run = new SampleRun(plan, places, context);
    if (!run.isDone()) {
      run.merge();
    }
  }
}
