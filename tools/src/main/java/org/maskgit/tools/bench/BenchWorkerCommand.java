package org.maskgit.tools.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.commons.cli.Options;
import org.maskgit.MaskGit;
import org.maskgit.bench.WorkSettings;
import org.maskgit.bench.Worker;
import org.maskgit.graph.Execution;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.cli.Version;
import org.maskgit.tools.option.ModelOptions;
import org.tensorflow.TensorFlow;

/** {@code maskgit bench worker}. */
public final class BenchWorkerCommand implements Command {

  @Override
  public String name() {
    return "bench worker";
  }

  @Override
  public String summary() {
    return "do a benchmark's work, told by the lines of 'bench run'";
  }

  @Override
  public Options options() {
    return new Options().addOptions(ModelOptions.declare()).addOptions(WorkOptions.declare());
  }

  @Override
  public String example() {
    return "bench worker --work image --model imagenet256";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    WorkSettings settings = WorkOptions.of(arguments);
    ModelOptions files = ModelOptions.of(arguments, context);
    if (!settings.work().needsModel() && !arguments.words(ModelOptions.declare()).isEmpty()) {
      throw new UsageException(
          "--work %s takes no model and computes as it always does; leave out %s."
              .formatted(
                  EnumNames.of(settings.work()), arguments.words(ModelOptions.declare()).get(0)));
    }
    Execution execution = settings.work().needsModel() ? files.execution() : Execution.PORTABLE;
    String about =
        "maskgit %s, TensorFlow %s%s"
            .formatted(
                Version.text(),
                TensorFlow.version(),
                settings.work().needsModel() ? ", " + describe(execution) : "");
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
      new Worker(in, context.console()::result, about)
          .serve(settings, () -> MaskGit.load(files.transformer(), files.tokenizer(), execution));
    }
  }

  private static String describe(Execution execution) {
    return "%s %s on %s"
        .formatted(
            EnumNames.of(execution.kernels()),
            EnumNames.of(execution.precision()),
            execution.device());
  }
}
