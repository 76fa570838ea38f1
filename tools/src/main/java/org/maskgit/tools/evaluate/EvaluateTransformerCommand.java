package org.maskgit.tools.evaluate;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.data.TokenManifest;
import org.maskgit.data.TokenShards;
import org.maskgit.evaluation.MaskedLikelihood;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Progress;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.training.MaskRatio;
import org.maskgit.transformer.TransformerModel;

/** {@code maskgit evaluate-transformer}: the likelihood of hidden tokens. */
public final class EvaluateTransformerCommand implements Command {
  private static final Option DATA =
      StandardOptions.valued("data", "DIR", "tokens of pictures, as 'tokenize' stores them");
  private static final Option RATIOS =
      StandardOptions.valued("ratios", "LIST", "shares of masked tokens (default: 0.1,0.2,…,1)");
  private static final Option SCHEDULES =
      StandardOptions.valued(
          "schedules",
          "LIST",
          "shares as training draws them (default: exp,cubic,square,cosine,linear,sqrt,log)");
  private static final Option SEEDS =
      StandardOptions.valued("mask-seeds", "LIST", "seeds of the masks (default: 0,1,2)");
  private static final Option BATCH =
      StandardOptions.valued("batch", "N", "pictures of a batch (default: 32)");

  private static final ImmutableList<Double> EVERY_TENTH =
      ImmutableList.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
  private static final ImmutableList<MaskRatio> OF_THE_PAPER =
      ImmutableList.of("exp", "cubic", "square", "cosine", "linear", "sqrt", "log").stream()
          .map(MaskRatio::parse)
          .collect(ImmutableList.toImmutableList());
  private static final int DEFAULT_BATCH = 32;

  @Override
  public String name() {
    return "evaluate-transformer";
  }

  @Override
  public String summary() {
    return "score predictions: the negative log-likelihood of masked tokens, by mask ratio";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(ModelOptions.declare())
        .addOption(DATA)
        .addOption(RATIOS)
        .addOption(SCHEDULES)
        .addOption(SEEDS)
        .addOption(BATCH);
  }

  @Override
  public String example() {
    return "evaluate-transformer --model imagenet256 --data tokens/val --ratios 0.5,0.75,1";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    ModelOptions files = ModelOptions.of(arguments, context);
    Path data = arguments.requiredPath(DATA);
    ImmutableList<Double> ratios =
        arguments.parsed(RATIOS, list(EvaluateTransformerCommand::ratio)).orElse(EVERY_TENTH);
    ImmutableList<MaskRatio> schedules =
        arguments.parsed(SCHEDULES, list(MaskRatio::parse)).orElse(OF_THE_PAPER);
    ImmutableIntArray seeds =
        ImmutableIntArray.copyOf(
            arguments.parsed(SEEDS, list(Integer::valueOf)).orElse(ImmutableList.of(0, 1, 2)));
    TokenShards tokens = TokenShards.open(data);
    TokenManifest manifest = tokens.manifest();
    try (TransformerModel model =
        TransformerModel.load(
            Checkpoint.open(files.transformer(), ModelKind.TRANSFORMER),
            manifest.codebookSize(),
            files.execution())) {
      requireFit(model, manifest, data);
      MaskedLikelihood likelihood =
          MaskedLikelihood.of(
              tokens, model::logits, arguments.integer(BATCH, 1).orElse(DEFAULT_BATCH));
      long total = (long) (ratios.size() + schedules.size()) * seeds.length() * tokens.size();
      try (Progress progress =
          context.console().progress("Predicting", total, Progress.Unit.IMAGES)) {
        Table table = new Table(likelihood, seeds, progress.sparsely(), context);
        ratios.forEach(table::add);
        schedules.forEach(table::add);
        table.print(tokens.size());
      }
    }
  }

  private static <T> Function<String, ImmutableList<T>> list(Function<String, T> parser) {
    return text ->
        Splitter.on(',')
            .trimResults()
            .splitToStream(text)
            .map(parser)
            .collect(ImmutableList.toImmutableList());
  }

  private static double ratio(String text) {
    double ratio = Double.parseDouble(text);
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException(
          "expected shares above 0 and up to 1, found %s".formatted(text));
    }
    return ratio;
  }

  private static void requireFit(TransformerModel model, TokenManifest manifest, Path data) {
    int grid = model.config().grid();
    if (grid != manifest.grid() || model.classes() < manifest.classNames().size()) {
      throw new DataException(
          "%s: expected %d×%d tokens of up to %d classes for this transformer, found %d×%d of %d."
              .formatted(
                  data,
                  grid,
                  grid,
                  model.classes(),
                  manifest.grid(),
                  manifest.grid(),
                  manifest.classNames().size()));
    }
  }

  /** Measures line by line. */
  private static final class Table {
    private final MaskedLikelihood likelihood;
    private final ImmutableIntArray seeds;
    private final LongConsumer progress;
    private final Context context;
    private final List<String> lines = new ArrayList<>();
    private final JsonArray rows = new JsonArray();
    private long done;

    Table(
        MaskedLikelihood likelihood,
        ImmutableIntArray seeds,
        LongConsumer progress,
        Context context) {
      this.likelihood = likelihood;
      this.seeds = seeds;
      this.progress = progress;
      this.context = context;
      lines.add("%-28s %8s %8s %8s".formatted("masked", "NLL", "± error", "share"));
    }

    void add(double ratio) {
      add("ratio", Double.toString(ratio), likelihood.at(ratio, seeds, this::count));
    }

    void add(MaskRatio schedule) {
      add("schedule", schedule.name(), likelihood.under(schedule, seeds, this::count));
    }

    private void count(int images) {
      done += images;
      context.interruption().check();
      progress.accept(done);
    }

    private void add(String kind, String name, MaskedLikelihood.Result result) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-28s %8.4f %8.4f %8.4f",
              name,
              result.nll(),
              result.error(),
              result.masked()));
      JsonObject row = new JsonObject();
      row.addProperty(kind, name);
      row.addProperty("nll", result.nll());
      row.addProperty("error", result.error());
      row.addProperty("masked", result.masked());
      rows.add(row);
    }

    void print(int pictures) {
      JsonObject json = new JsonObject();
      json.addProperty("pictures", pictures);
      JsonArray numbers = new JsonArray();
      seeds.forEach(numbers::add);
      json.add("mask_seeds", numbers);
      json.add("nll", rows);
      lines.add("of %d pictures, %d masks each".formatted(pictures, seeds.length()));
      context.console().results(json, lines);
    }
  }
}
