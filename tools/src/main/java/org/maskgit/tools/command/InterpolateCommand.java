package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.schedule.MaskSchedule;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.ShareOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** {@code maskgit interpolate}. */
public final class InterpolateCommand implements Command {
  private static final int START_STEP = 0;
  private static final int FRAMES = 8;
  private static final Option FRAMES_OPTION =
      StandardOptions.valued(
          "frames", "N", "how many pictures, both ends counted (default: %d)".formatted(FRAMES));
  private static final Option EXCHANGE =
      StandardOptions.valued(
          "exchange",
          "SCHEDULE",
          "how fast tokens are exchanged, one of the mask schedules (default: linear)");

  @Override
  public String name() {
    return "interpolate";
  }

  @Override
  public String summary() {
    return "make the pictures between two";
  }

  @Override
  public Options options() {
    return EditRun.declare(START_STEP)
        .addOptions(SourceOptions.declarePair())
        .addOption(FRAMES_OPTION)
        .addOption(EXCHANGE)
        .addOption(ShareOption.OPTION)
        .addOptions(LabelOptions.declareSpread())
        .addOptions(SampleOutputOptions.declareWithFrames());
  }

  @Override
  public String example() {
    return "interpolate --from cat.jpg --to dog.jpg --model imagenet256 --label tabby,pug --grid";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    ImmutableList<SourceOptions> pair = SourceOptions.ofPair(arguments);
    int frames = arguments.integer(FRAMES_OPTION, 2).orElse(FRAMES);
    MaskSchedule exchange =
        arguments.parsed(EXCHANGE, MaskSchedule::parse).orElse(MaskSchedule.LINEAR);
    double share = ShareOption.of(arguments);
    EditRun run = EditRun.of(name(), START_STEP, arguments, context);
    LabelOptions labels = LabelOptions.ofOptional(arguments, run.files().labels());
    run.run(
        frames,
        maskgit -> labels.spread(frames, maskgit),
        maskgit -> {
          Source from = pair.get(0).load(maskgit);
          Source to = pair.get(1).load(maskgit);
          requireOneShape(from, to);
          ImmutableMap<String, String> settings =
              ImmutableMap.<String, String>builder()
                  .put(EXCHANGE.getLongOpt(), exchange.name())
                  .put(ShareOption.OPTION.getLongOpt(), String.valueOf(share))
                  .putAll(from.recipe())
                  .putAll(to.recipe())
                  .buildKeepingLast();
          return new EditRun.Edit(
              settings,
              (editor, request, steps) ->
                  EditRun.Drawn.of(
                      editor.interpolate(
                          from.picture(), to.picture(), exchange, share, request, steps),
                      from.placement()));
        });
  }

  private static void requireOneShape(Source from, Source to) {
    if (from.placement().height() != to.placement().height()
        || from.placement().width() != to.placement().width()) {
      throw new UsageException(
          "--fit longest: expected two pictures of one shape, found %d × %d and %d × %d; take"
                  .formatted(
                      from.placement().width(),
                      from.placement().height(),
                      to.placement().width(),
                      to.placement().height())
              + " crop or squash.");
    }
  }
}
