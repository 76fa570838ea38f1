package org.maskgit.tools.train;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.DType;
import org.maskgit.io.DataException;
import org.maskgit.io.EnumNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.option.CheckpointFormats;
import org.maskgit.training.loop.CheckpointStore;
import org.maskgit.training.loop.TrainedWeights;

/** {@code maskgit train export}. */
public final class TrainExportCommand implements Command {
  private static final String STEP_KEY = "maskgit.step";

  private static final Option RUN = StandardOptions.valued("run", "DIR", "the run's folder");
  private static final Option OUTPUT =
      StandardOptions.valued("output", "FILE", "the checkpoint to write");
  private static final Option WEIGHTS =
      StandardOptions.valued("weights", "average|current", "which weights (default: average)");
  private static final Option FORMAT =
      StandardOptions.valued(
          "format", "safetensors|msgpack|tf", "what to write (default: safetensors)");
  private static final Option DTYPE =
      StandardOptions.valued("dtype", "TYPE", "float32, float16 or bfloat16 (default: float32)");
  private static final Option STEP =
      StandardOptions.valued("step", "N", "the checkpoint to export (default: the newest)");

  @Override
  public String name() {
    return "train export";
  }

  @Override
  public String summary() {
    return "write the weights of a run for generate";
  }

  @Override
  public Options options() {
    return new Options()
        .addOption(RUN)
        .addOption(OUTPUT)
        .addOption(WEIGHTS)
        .addOption(FORMAT)
        .addOption(DTYPE)
        .addOption(STEP);
  }

  @Override
  public String example() {
    return "train export --run runs/tokenizer --output model/tokenizer.safetensors --dtype float16";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    Path run = Path.of(arguments.required(RUN));
    Path output = Path.of(arguments.required(OUTPUT));
    TrainedWeights weights =
        arguments
            .parsed(WEIGHTS, name -> EnumNames.parse(TrainedWeights.class, name))
            .orElse(TrainedWeights.AVERAGE);
    CheckpointFormat format =
        arguments.parsed(FORMAT, CheckpointFormats::parse).orElse(CheckpointFormat.SAFETENSORS);
    DType dtype =
        arguments.parsed(DTYPE, name -> EnumNames.parse(DType.class, name)).orElse(DType.FLOAT32);
    CheckpointStore.Entry state = state(arguments, run);
    Checkpoint checkpoint =
        weights.of(
            Checkpoint.open(state.file()),
            dtype,
            ImmutableMap.<String, String>builder()
                .put(STEP_KEY, Long.toString(state.step()))
                .putAll(RunClasses.metadata(run))
                .buildOrThrow());
    Path folder = output.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    checkpoint.write(output, format);

    JsonObject json = new JsonObject();
    json.addProperty("file", output.toString());
    json.addProperty("step", state.step());
    json.addProperty("parameters", checkpoint.parameterCount());
    json.addProperty("bytes", size(Checkpoint.files(output)));
    context.console().results(json, List.of(output.toString()));
  }

  private static long size(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static CheckpointStore.Entry state(Arguments arguments, Path run) {
    Path folder = run.resolve("checkpoints");
    List<CheckpointStore.Entry> all =
        Files.isDirectory(folder) ? CheckpointStore.open(folder).list() : List.of();
    if (all.isEmpty()) {
      throw new DataException(
          "Expected checkpoints in %s, found none; train first, or check --run.".formatted(folder));
    }
    if (!arguments.has(STEP)) {
      return all.get(all.size() - 1);
    }
    int step = arguments.integer(STEP, 1).orElseThrow();
    return all.stream()
        .filter(entry -> entry.step() == step)
        .findFirst()
        .orElseThrow(
            () ->
                new DataException(
                    "Expected a checkpoint of step %d, found those of %s; give --step one of them."
                        .formatted(step, all.stream().map(CheckpointStore.Entry::step).toList())));
  }
}
