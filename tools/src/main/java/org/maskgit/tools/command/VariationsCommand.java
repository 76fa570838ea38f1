package org.maskgit.tools.command;

import com.google.common.collect.ImmutableMap;
import org.apache.commons.cli.Options;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.ShareOption;
import org.maskgit.tools.option.SourceOptions;
import org.maskgit.tools.option.SourceOptions.Source;

/** {@code maskgit variations}. */
public final class VariationsCommand implements Command {
  private static final int START_STEP = 0;
  private static final int BATCH = 4;

  @Override
  public String name() {
    return "variations";
  }

  @Override
  public String summary() {
    return "forget a part of a picture's tokens and make it anew, several times";
  }

  @Override
  public Options options() {
    return EditRun.declare(START_STEP)
        .addOptions(SourceOptions.declare())
        .addOption(ShareOption.OPTION)
        .addOptions(LabelOptions.declare())
        .addOptions(SampleOutputOptions.declare());
  }

  @Override
  public String example() {
    return "variations --image dog.jpg --start-ratio 0.4 --model imagenet256 --label pug --grid";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    SourceOptions options = SourceOptions.of(arguments);
    double share = ShareOption.of(arguments);
    EditRun run = EditRun.of(name(), START_STEP, arguments, context);
    LabelOptions labels = LabelOptions.ofOptional(arguments, run.files().labels());
    run.run(
        labels,
        labels.batch(BATCH),
        maskgit -> {
          Source source = options.load(maskgit);
          ImmutableMap<String, String> settings =
              ImmutableMap.<String, String>builder()
                  .put(ShareOption.OPTION.getLongOpt(), String.valueOf(share))
                  .putAll(source.recipe())
                  .buildOrThrow();
          return new EditRun.Edit(
              settings,
              (editor, request, steps) ->
                  EditRun.Drawn.of(
                      editor.vary(source.picture(), share, request, steps), source.placement()));
        });
  }
}
