package org.maskgit.tools.reproduce;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.command.GenerateCommand;
import org.maskgit.tools.evaluate.CasCommand;
import org.maskgit.tools.evaluate.EvaluateCommand;
import org.maskgit.tools.evaluate.EvaluateTokenizerCommand;
import org.maskgit.tools.sample.SampleCommand;

/**
 * Runs the rows of an experiment by the commands that anybody would type, and keeps what came out:
 * begun again, it goes on where it was stopped.
 */
final class ExperimentRun {
  private final Experiment experiment;
  private final Setup setup;
  private final ReproduceOptions options;
  private final Context context;

  ExperimentRun(Experiment experiment, Setup setup, ReproduceOptions options, Context context) {
    this.experiment = experiment;
    this.setup = setup;
    this.options = options;
    this.context = context;
  }

  ImmutableList<Measurement> run() throws IOException {
    ImmutableList.Builder<Measurement> measurements = ImmutableList.builder();
    for (Experiment.Row row : setup.published() ? experiment.rows() : experiment.smallRows()) {
      context.console().note("%s: %s".formatted(experiment.id(), row.name()));
      measurements.add(
          switch (experiment.kind()) {
            case TOKENIZER -> tokenizer(row);
            case SPEED -> speed(row);
            case UNPUBLISHED -> new Measurement(row, ImmutableList.of(), ImmutableMap.of());
            case SAMPLES, CAS -> samples(row);
          });
    }
    return measurements.build();
  }

  private Measurement samples(Experiment.Row row) throws IOException {
    String name = row.name().replaceAll("[^A-Za-z0-9.=-]+", "_");
    Path samples = options.work().resolve(experiment.id() + "-" + name + ".npz");
    List<String> sample = new ArrayList<>(setup.model());
    sample.addAll(List.of("--count", Integer.toString(options.count(experiment, setup))));
    sample.addAll(List.of("--labels", setup.published() ? experiment.labels() : "balanced"));
    sample.addAll(words(row.settings()));
    if (row.settings().contains("--acceptance")) {
      sample.addAll(options.classifier());
    }
    sample.addAll(List.of("--seed", options.seed(), "--output", samples.toString()));
    Typed score =
        experiment.kind() == Experiment.Kind.CAS
            ? new Typed(new CasCommand(), trainAndTest(samples))
            : new Typed(new EvaluateCommand(), evaluate(samples), referenceCache());
    return kept(
        row, name, ImmutableList.of(new Typed(new SampleCommand(), sample), score), samples);
  }

  private ImmutableList<String> evaluate(Path samples) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    words.add("--reference", setup.reference().orElseThrow().toString());
    words.add("--images", samples.toString()).addAll(setup.features().words());
    if (setup.published()) {
      words.add("--protocol", "adm");
    } else {
      words.add("--size", Integer.toString(options.size()));
      words.add("--metrics", "fid,kid", "--force", "--agreement");
    }
    return words.build();
  }

  /** The reference is the same in all rows, and its features are too. */
  private ImmutableList<String> referenceCache() {
    return ImmutableList.of(
        "--reference-cache", options.work().resolve("reference-features").toString());
  }

  private ImmutableList<String> trainAndTest(Path samples) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    words.add("--train", samples.toString());
    words.add("--test", setup.reference().orElseThrow().toString());
    return setup.published() ? words.add("--preset", "imagenet").build() : words.build();
  }

  private Measurement tokenizer(Experiment.Row row) throws IOException {
    List<String> words = new ArrayList<>(setup.model());
    words.addAll(List.of("--data", setup.reference().orElseThrow().toString()));
    words.addAll(List.of("--size", Integer.toString(setup.published() ? 256 : options.size())));
    words.addAll(setup.features().words());
    words.addAll(setup.published() ? List.of() : List.of("--force"));
    return kept(
        row,
        "scores",
        ImmutableList.of(new Typed(new EvaluateTokenizerCommand(), words)),
        Path.of(""));
  }

  /** Seconds a picture, of a run that has been warmed up. */
  private Measurement speed(Experiment.Row row) throws IOException {
    List<String> words = new ArrayList<>(setup.model());
    words.addAll(List.of("--label", "0", "--batch", Integer.toString(options.speedBatch())));
    words.addAll(words(row.settings()));
    words.addAll(List.of("--seed", options.seed()));
    double seconds = SpeedClock.secondsOf(words, context);
    return new Measurement(
        row,
        ImmutableList.of(CommandRun.typed(new GenerateCommand(), words)),
        ImmutableMap.of("seconds_a_picture", seconds / options.speedBatch()));
  }

  private static List<String> words(String settings) {
    return Splitter.on(' ').omitEmptyStrings().splitToList(settings);
  }

  /**
   * A command.
   *
   * @param command the command
   * @param words what is typed behind it
   * @param savings more words, which save time and change no result: they aren't shown, and results
   *     are kept whether these were given or not
   */
  private record Typed(Command command, List<String> words, List<String> savings) {
    Typed(Command command, List<String> words) {
      this(command, words, ImmutableList.of());
    }

    String line() {
      return CommandRun.typed(command, words);
    }

    JsonObject run(Context context) throws IOException {
      return CommandRun.of(
          command, ImmutableList.<String>builder().addAll(words).addAll(savings).build(), context);
    }
  }

  /** Runs commands unless their results are there; the numbers are those of the last. */
  private Measurement kept(
      Experiment.Row row, String name, ImmutableList<Typed> commands, Path samples)
      throws IOException {
    Path file = options.work().resolve(experiment.id() + "-" + name + ".scores.json");
    ImmutableList<String> lines =
        commands.stream().map(Typed::line).collect(ImmutableList.toImmutableList());
    JsonObject kept = Files.exists(file) ? read(file) : new JsonObject();
    if (!kept.has("commands") || !kept.get("commands").getAsString().equals(lines.toString())) {
      JsonObject results = new JsonObject();
      for (Typed typed : commands) {
        results = typed.run(context);
      }
      kept = new JsonObject();
      kept.addProperty("commands", lines.toString());
      kept.add("results", results);
      String text = kept.toString();
      AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }
    if (!options.keepsSamples() && !samples.toString().isEmpty()) {
      Files.deleteIfExists(samples);
      Files.deleteIfExists(samples.resolveSibling(samples.getFileName() + ".json"));
    }
    return new Measurement(row, lines, numbers(kept.getAsJsonObject("results")));
  }

  private static JsonObject read(Path file) throws IOException {
    try {
      return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    } catch (RuntimeException e) {
      throw new DataException(
          "%s: expected the results of an earlier run, found something else; delete it."
              .formatted(file),
          e);
    }
  }

  private static ImmutableMap<String, Double> numbers(JsonObject results) {
    ImmutableMap.Builder<String, Double> numbers = ImmutableMap.builder();
    for (String key : results.keySet()) {
      if (results.get(key).isJsonPrimitive() && results.getAsJsonPrimitive(key).isNumber()) {
        numbers.put(key, results.get(key).getAsDouble());
      }
    }
    return numbers.buildOrThrow();
  }
}
