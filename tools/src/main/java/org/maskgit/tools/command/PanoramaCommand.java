package org.maskgit.tools.command;

import com.google.common.collect.Range;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.editing.Margins;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Numbers;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;

/** {@code maskgit panorama}. */
public final class PanoramaCommand implements Command {
  private static final Option WIDTH =
      StandardOptions.valued(
          "width", "PX", "how wide the picture gets, at the model's scale; any width");

  @Override
  public String name() {
    return "panorama";
  }

  @Override
  public String summary() {
    return "continue a picture to the right, as far as you like";
  }

  @Override
  public Options options() {
    return new Options().addOption(WIDTH).addOptions(OutpaintRun.declare());
  }

  @Override
  public String example() {
    return "panorama --image valley.jpg --width 2304 --model imagenet512 --label valley";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    int width =
        arguments.requiredParsed(
            WIDTH,
            Numbers.within(Integer::parseInt, Range.atLeast(1), "a whole number of at least 1"));
    OutpaintRun.run(
        name(),
        arguments,
        context,
        source -> {
          int now = source.placement().width();
          if (width <= now) {
            throw new UsageException(
                "--width: expected more than the picture's %d pixels, found %d."
                    .formatted(now, width));
          }
          return new Margins(0, width - now, 0, 0);
        });
  }
}
