package org.maskgit.tools.command;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.graph.Execution;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.LabelOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SampleOutputOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.option.TokenFiles;
import org.maskgit.tools.recipe.Recipe;

/** {@code maskgit generate}. */
public final class GenerateCommand implements Command {
  private static final int STEPS = GenerateRequest.DEFAULT_STEPS;
  private static final int START_STEP = 0;
  private static final Option INPUT_TOKENS =
      StandardOptions.valued(
          "input-tokens",
          "FILE.npy",
          "tokens to begin with, integers [B, N], -1 = masked (default: all masked)");

  @Override
  public String name() {
    return "generate";
  }

  @Override
  public String summary() {
    return "make pictures of a class";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOptions(LabelOptions.declare())
        .addOptions(SamplingOptions.declare(STEPS, START_STEP))
        .addOption(INPUT_TOKENS)
        .addOptions(SampleOutputOptions.declare());
  }

  @Override
  public String example() {
    return "generate --model imagenet256 --label 'golden retriever' --batch 4 --seed 42/1 --grid";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    ModelOptions files = ModelOptions.of(arguments, context);
    LabelOptions labels = LabelOptions.of(arguments, files.labels());
    SamplingOptions sampling = SamplingOptions.of(arguments, STEPS, START_STEP);
    Optional<Path> inputFile = arguments.path(INPUT_TOKENS);
    Optional<int[][]> input = inputFile.map(TokenFiles::read);
    int batch = labels.batch(input.map(rows -> rows.length).orElse(1));
    input.ifPresent(rows -> requireRows(rows, batch));
    SampleOutputOptions output = SampleOutputOptions.of(arguments);
    output.check(batch);
    Execution execution = files.execution();

    try (ModelPair model = ModelPair.load(files, execution, context)) {
      MaskGit maskgit = model.maskgit();
      GenerateRequest plain = sampling.request(labels.labels(batch, maskgit.classes()));
      GenerateRequest request =
          input.map(rows -> withInput(plain, rows, inputFile.orElseThrow(), maskgit)).orElse(plain);
      Generation generation =
          Steps.run(sampling, context, listener -> maskgit.generate(request, listener));
      new SampleWriter(output, model, context)
          .write(
              new SampledBatch(
                  name(),
                  request.labels(),
                  sampling,
                  request.inputTokens(),
                  Recipe.Edit.NONE,
                  generation));
    }
  }

  private static void requireRows(int[][] rows, int batch) {
    if (rows.length != 1 && rows.length != batch) {
      throw new UsageException(
          "--input-tokens: expected 1 row or %d for this batch, found %d."
              .formatted(batch, rows.length));
    }
  }

  private static GenerateRequest withInput(
      GenerateRequest request, int[][] rows, Path file, MaskGit maskgit) {
    int batch = request.labels().length();
    TokenFiles.requireFit(file, rows, maskgit.grid() * maskgit.grid(), -1, maskgit.codebookSize());
    int[][] tokens = new int[batch][];
    for (int i = 0; i < batch; i++) {
      tokens[i] = rows[i % rows.length];
    }
    return request.withInputTokens(tokens);
  }
}
