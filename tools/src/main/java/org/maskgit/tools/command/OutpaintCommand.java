package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.editing.Margins;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;

/** {@code maskgit outpaint}. */
public final class OutpaintCommand implements Command {
  private static final ImmutableMap<String, Option> SIDES =
      ImmutableMap.of(
          "left", side("left"), "right", side("right"), "up", side("up"), "down", side("down"));

  private static Option side(String name) {
    return StandardOptions.valued(
        name, "PX", "grow so many pixels at this side, at the model's scale (default: 0)");
  }

  @Override
  public String name() {
    return "outpaint";
  }

  @Override
  public String summary() {
    return "continue a picture beyond its edges";
  }

  @Override
  public Options options() {
    Options options = new Options();
    SIDES.values().forEach(options::addOption);
    return options.addOptions(OutpaintRun.declare());
  }

  @Override
  public String example() {
    return "outpaint --image dog.jpg --right 128 --model imagenet256 --label pug --output out.png";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Margins margins = margins(arguments);
    OutpaintRun.run(name(), arguments, context, source -> margins);
  }

  private static Margins margins(Arguments arguments) {
    try {
      return new Margins(
          pixels(arguments, "left"),
          pixels(arguments, "right"),
          pixels(arguments, "up"),
          pixels(arguments, "down"));
    } catch (IllegalArgumentException e) {
      throw new UsageException("Nothing to do: give --left, --right, --up or --down PX.", e);
    }
  }

  private static int pixels(Arguments arguments, String side) {
    return arguments.integer(SIDES.get(side), 0).orElse(0);
  }
}
