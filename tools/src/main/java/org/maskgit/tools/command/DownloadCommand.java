package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.evaluation.FeatureFiles;
import org.maskgit.evaluation.FeatureNetwork;
import org.maskgit.evaluation.FeatureNetworkConfig;
import org.maskgit.graph.Device;
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
import org.maskgit.tools.model.EvaluationFile;
import org.maskgit.tools.model.ModelFolders;
import org.maskgit.tools.model.OfficialModel;

/** {@code maskgit download NAME}. */
public final class DownloadCommand implements Command {
  private static final Option FROM =
      StandardOptions.valued(
          "from", "URL|DIR", "where the files are (default: where they were published)");

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
    return "fetch official weights (%s) or what they are scored with (%s)"
        .formatted(String.join(", ", OfficialModel.ids()), String.join(", ", EvaluationFile.ids()));
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
    Optional<EvaluationFile> other = EvaluationFile.find(arguments.operands().get(0));
    if (other.isPresent()) {
      fetch(other.get(), arguments, context);
      return;
    }
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

  /** No hash of these was published: what is checked is that they hold what they should. */
  private static void fetch(EvaluationFile file, Arguments arguments, Context context)
      throws IOException {
    Source source = Source.parse(arguments.value(FROM).orElse(file.place()), context);
    Path folder = ModelFolders.of(context.environment()).folder(file.id());
    create(folder);
    Path target = folder.resolve(file.file());
    if (Files.exists(target)) {
      context.console().note("%s is there already.".formatted(target));
    } else {
      source.fetch(file.file(), target, part -> require(part, file));
    }
    ImmutableList<Path> files = ImmutableList.of(target);
    context.console().results(Results.files(files), Results.lines(files));
  }

  private static void require(Path part, EvaluationFile file) {
    if (file == EvaluationFile.INCEPTION) {
      FeatureNetwork.load(part, FeatureNetworkConfig.INCEPTION, Device.CPU).close();
    } else if (FeatureFiles.readMoments(part).isEmpty()) {
      throw new DataException(
          "%s came without the moments \"mu\" and \"sigma\"; try another place with --from."
              .formatted(file.file()));
    }
  }

  private static OfficialModel model(String name) {
    return OfficialModel.find(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no model or file '%s' to download%s"
                        .formatted(
                            name,
                            Suggestions.nearest(name, ids())
                                .map("; did you mean '%s'?"::formatted)
                                .orElse("; there are %s.".formatted(String.join(", ", ids()))))));
  }

  private static ImmutableList<String> ids() {
    return ImmutableList.<String>builder()
        .addAll(OfficialModel.ids())
        .addAll(EvaluationFile.ids())
        .build();
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
