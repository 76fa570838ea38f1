package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.Suggestions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.download.OfficialCheck;
import org.maskgit.tools.download.Source;
import org.maskgit.tools.model.ModelFolders;
import org.maskgit.tools.model.OfficialModel;

/** {@code maskgit download NAME}. */
public final class DownloadCommand implements Command {
  private static final Option FROM =
      StandardOptions.valued(
          "from", "URL|DIR", "where the two files are (default: where they were published)");

  private final OfficialCheck check;

  /**
   * Creates the command.
   *
   * @param check looks at each file before it gets its name
   */
  public DownloadCommand(OfficialCheck check) {
    this.check = check;
  }

  @Override
  public String name() {
    return "download";
  }

  @Override
  public String summary() {
    return "fetch official weights (%s) into your model folder"
        .formatted(String.join(", ", OfficialModel.ids()));
  }

  @Override
  public Options options() {
    return new Options().addOption(FROM);
  }

  @Override
  public Operands operands() {
    return Operands.one("NAME");
  }

  @Override
  public String example() {
    return "download imagenet256";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    OfficialModel model = model(arguments.operands().get(0));
    Source source = Source.parse(arguments.value(FROM).orElse(OfficialModel.PUBLISHED), context);
    Path folder = ModelFolders.of(context.environment()).folder(model.id());
    create(folder);
    ImmutableList.Builder<Path> files = ImmutableList.builder();
    for (OfficialModel.File file : model.files()) {
      Path target = folder.resolve(file.name());
      if (isThere(target, file)) {
        context.console().note("%s is there already.".formatted(target));
      } else {
        source.fetch(file.name(), target, part -> check.require(part, file));
      }
      files.add(target);
    }
    context.console().note("Use it with --model %s.".formatted(model.id()));
    ImmutableList<Path> both = files.build();
    context.console().results(Results.files(both), Results.lines(both));
  }

  private static OfficialModel model(String name) {
    return OfficialModel.find(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no model '%s' to download%s"
                        .formatted(
                            name,
                            Suggestions.nearest(name, OfficialModel.ids())
                                .map("; did you mean '%s'?"::formatted)
                                .orElse(
                                    "; there are %s."
                                        .formatted(String.join(", ", OfficialModel.ids()))))));
  }

  private static void create(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new DataException(
          "Can't create the model folder %s: %s; set MASKGIT_HOME to another place."
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private boolean isThere(Path target, OfficialModel.File file) {
    if (!Files.exists(target)) {
      return false;
    }
    try {
      check.require(target, file);
      return true;
    } catch (DataException e) {
      // Damaged, or replaced by something else: fetch it again.
      return false;
    }
  }
}
