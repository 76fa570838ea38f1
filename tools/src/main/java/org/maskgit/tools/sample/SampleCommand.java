package org.maskgit.tools.sample;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.GenerateRequest;
import org.maskgit.MaskGit;
import org.maskgit.evaluation.ClassifierScores;
import org.maskgit.graph.Execution;
import org.maskgit.io.EnumNames;
import org.maskgit.random.SeedPath;
import org.maskgit.shard.Rejection;
import org.maskgit.shard.SampleSeries;
import org.maskgit.shard.ShardTask;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.command.ModelPair;
import org.maskgit.tools.evaluate.RejectionOptions;
import org.maskgit.tools.label.Labels;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.transformer.ClassNames;

/** {@code maskgit sample}. */
public final class SampleCommand implements Command {
  private static final int STEPS = GenerateRequest.DEFAULT_STEPS;
  private static final int ROWS = 32;
  private static final int SHARD_SIZE = 512;
  private static final Option COUNT = StandardOptions.valued("count", "N", "how many pictures");
  private static final Option LABELS =
      StandardOptions.valued(
          "labels",
          "WHICH",
          "random, balanced, a file of labels (.npy, or one a line), or NAME,NAME,... (default:"
              + " random)");
  private static final Option KEEP_ORDER =
      StandardOptions.flag(
          "keep-order", "don't shuffle labels; the Inception score of sorted ones is wrong");
  private static final Option ROWS_OPTION =
      StandardOptions.valued(
          "batch",
          "B",
          "pictures that go through the network together (default: %d)".formatted(ROWS));
  private static final Option SHARD_SIZE_OPTION =
      StandardOptions.valued(
          "shard-size",
          "N",
          "pictures of a shard, which are lost when the process is killed (default: %d)"
              .formatted(SHARD_SIZE));
  private static final Option SHARD =
      StandardOptions.valued(
          "shard", "I/N", "do the I-th part of N, from 0, and leave the rest to others");

  @Override
  public String name() {
    return "sample";
  }

  @Override
  public String summary() {
    return "make pictures by the thousand, resumable, as .npz or a folder";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOption(COUNT)
        .addOption(LABELS)
        .addOption(KEEP_ORDER)
        .addOptions(SamplingOptions.declare(STEPS, 0))
        .addOptions(RejectionOptions.declare())
        .addOption(ROWS_OPTION)
        .addOption(SHARD_SIZE_OPTION)
        .addOption(SHARD)
        .addOptions(SeriesPlaces.declare());
  }

  @Override
  public String example() {
    return "sample --count 50000 --labels random --steps 8 --seed 1 --output samples.npz";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    SeriesPlaces places = SeriesPlaces.of(arguments);
    arguments.required(COUNT);
    int count = arguments.integer(COUNT, 1).orElseThrow();
    ShardPart part = arguments.parsed(SHARD, ShardPart::parse).orElse(ShardPart.ALL);
    Optional<SamplePlan> begun = places.plan();
    Optional<SeedPath> before = begun.map(plan -> SeedPath.parse(plan.sampling().seed()));
    SamplingOptions sampling = SamplingOptions.ofSeries(arguments, STEPS, before);
    SampleLabels labels =
        new SampleLabels(
            arguments.value(LABELS).orElse(SampleLabels.RANDOM), arguments.has(KEEP_ORDER));
    RejectionOptions rejection = RejectionOptions.of(arguments);
    int rows = arguments.integer(ROWS_OPTION, 1).orElse(ROWS);
    int shardSize = arguments.integer(SHARD_SIZE_OPTION, 1).orElse(SHARD_SIZE);
    ModelOptions files = ModelOptions.of(arguments, context);
    Execution execution =
        begun.map(plan -> files.execution(plan.compute())).orElseGet(files::execution);
    try (ModelPair model = ModelPair.load(files, execution, context)) {
      MaskGit maskgit = model.maskgit();
      ImmutableIntArray classes =
          labels.of(
              count,
              Labels.of(maskgit.classNames()),
              maskgit.classes(),
              sampling.layout(),
              sampling.seed().key(sampling.layout()));
      SamplePlan plan =
          new SamplePlan(
              count,
              labels.text(),
              sha256(classes),
              maskgit.classNames().map(ClassNames::names).orElse(ImmutableList.of()),
              shardSize,
              rows,
              rejection.candidates(),
              rejection.classifier(),
              model.transformer(),
              model.tokenizer(),
              maskgit.imageSize(),
              sampling.toRecipe(),
              Recipe.Compute.of(execution),
              EnumNames.of(execution.device().kind()));
      SampleRun run = new SampleRun(plan, places, context);
      if (run.isDone()) {
        return;
      }
      int candidates = rejection.candidates();
      SampleSeries series =
          SampleSeries.of(
              maskgit,
              sampling.request(ImmutableIntArray.of(0)),
              number -> classes.get(number / candidates % count),
              rows);
      draw(run, part, series, rejection, maskgit.classes());
    }
  }

  private static void draw(
      SampleRun run, ShardPart part, SampleSeries series, RejectionOptions rejection, int classes) {
    if (!rejection.areGiven()) {
      run.run(part, folder -> ShardTask.of(series, Rejection.NONE, folder));
      return;
    }
    try (ClassifierScores scores = rejection.load(classes)) {
      Rejection best = new Rejection(rejection.candidates(), scores);
      run.run(part, folder -> ShardTask.of(series, best, folder));
    }
  }

  private static String sha256(ImmutableIntArray labels) {
    ByteBuffer bytes =
        ByteBuffer.allocate(labels.length() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    labels.forEach(bytes::putInt);
    return Hashing.sha256().hashBytes(bytes.array()).toString();
  }
}
