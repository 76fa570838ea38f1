package org.maskgit.tools.bench;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.bench.Benchmark;
import org.maskgit.bench.Benchmark.Measurements;
import org.maskgit.bench.BenchmarkResult;
import org.maskgit.bench.Flops;
import org.maskgit.bench.MarkdownTable;
import org.maskgit.bench.Variant;
import org.maskgit.bench.Work;
import org.maskgit.bench.WorkSettings;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.io.AtomicFile;
import org.maskgit.io.DataException;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tools.Main;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.device.Machine;
import org.maskgit.tools.option.ModelOptions;
import org.maskgit.transformer.TransformerConfig;

/** {@code maskgit bench run}. */
public final class BenchRunCommand implements Command {
  private static final Option VARIANT =
      StandardOptions.repeated(
          "variant",
          "NAME[=OPTIONS]",
          "ours, with options of 'bench worker'; may be given again (default: maskgit)");
  private static final Option OUTSIDE =
      StandardOptions.repeated(
          "outside", "NAME=COMMAND", "another program's worker; may be given again");
  private static final Option AGAINST =
      StandardOptions.valued(
          "against", "NAME", "what the others are compared with (default: the first outside)");
  private static final Option ROUNDS =
      StandardOptions.valued("rounds", "N", "how often each does the work (default: 5)");
  private static final Option OUTPUT =
      StandardOptions.valued("output", "FILE.json", "where to keep everything that was measured");

  @Override
  public String name() {
    return "bench run";
  }

  @Override
  public String summary() {
    return "measure variants, and other programs, side by side";
  }

  @Override
  public Options options() {
    return new Options()
        .addOptions(WorkOptions.declare())
        .addOptions(ModelOptions.declareFiles())
        .addOption(VARIANT)
        .addOption(OUTSIDE)
        .addOption(AGAINST)
        .addOption(ROUNDS)
        .addOption(OUTPUT);
  }

  @Override
  public String example() {
    return "bench run --work image --variant now --variant 'one thread=OMP_NUM_THREADS=1'";
  }

  @Override
  public void run(Arguments arguments, Context context) throws IOException {
    WorkSettings settings = WorkOptions.of(arguments);
    Optional<Path> output = arguments.path(OUTPUT);
    output.ifPresent(BenchRunCommand::requireFolder);
    List<Variant> variants = variants(arguments);
    String reference = reference(arguments, variants);
    boolean model = settings.work().needsModel();
    ModelOptions files = ModelOptions.of(arguments, context);
    List<Path> paths =
        model
            ? List.of(files.transformer().toAbsolutePath(), files.tokenizer().toAbsolutePath())
            : List.of();
    double flops = flops(settings, paths);
    Benchmark benchmark =
        new Benchmark(
            settings, fileWords(paths), ownWorker(), arguments.integer(ROUNDS, 1).orElse(5));
    Measurements measured =
        benchmark.run(
            variants,
            what -> {
              context.interruption().check();
              context.console().note("%s: %s".formatted(settings.work().title(), what));
            });
    BenchmarkResult result =
        new BenchmarkResult(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            List.of(Machine.processor(), Machine.memory(), Machine.platform(), Machine.java()),
            paths.stream().map(path -> path.getFileName().toString()).toList(),
            settings,
            flops / 1e9,
            reference,
            measured.roof(),
            measured.variants());
    context
        .console()
        .results(
            JsonParser.parseString(result.toJson()).getAsJsonObject(), MarkdownTable.of(result));
    output.ifPresent(
        file ->
            AtomicFile.write(
                file, out -> out.write(result.toJson().getBytes(StandardCharsets.UTF_8))));
  }

  /** A result of minutes or hours must have somewhere to go. */
  private static void requireFolder(Path output) {
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder)) {
      throw new DataException(
          "Can't write %s: expected a folder %s to write into, found none; create it first."
              .formatted(output, folder));
    }
  }

  private static List<Variant> variants(Arguments arguments) {
    ImmutableList.Builder<Variant> variants = ImmutableList.builder();
    variants.addAll(arguments.eachParsed(OUTSIDE, Variant::outside));
    List<Variant> own = arguments.eachParsed(VARIANT, Variant::own);
    return variants.addAll(own.isEmpty() ? List.of(Variant.own("maskgit")) : own).build();
  }

  private static String reference(Arguments arguments, List<Variant> variants) {
    List<String> names = variants.stream().map(Variant::name).toList();
    String reference = arguments.value(AGAINST).orElse(names.get(0));
    if (!names.contains(reference)) {
      throw new UsageException(
          "--against: expected one of %s, found %s.".formatted(names, reference));
    }
    return reference;
  }

  private static ImmutableList<String> fileWords(List<Path> paths) {
    return paths.isEmpty()
        ? ImmutableList.of()
        : ImmutableList.of(
            "--transformer", paths.get(0).toString(), "--tokenizer", paths.get(1).toString());
  }

  /** This program again, with this JVM's own flags. */
  private static ImmutableList<String> ownWorker() {
    return ImmutableList.<String>builder()
        .add(Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .addAll(ManagementFactory.getRuntimeMXBean().getInputArguments())
        .add("-cp", System.getProperty("java.class.path"), Main.class.getName())
        .add("bench", "worker")
        .build();
  }

  private static double flops(WorkSettings settings, List<Path> paths) {
    if (settings.work() == Work.TRAINING) {
      return Flops.training();
    }
    if (paths.isEmpty()) {
      return 0;
    }
    TokenizerConfig tokenizer =
        TokenizerConfig.of(Checkpoint.open(paths.get(1), ModelKind.TOKENIZER));
    TransformerConfig transformer =
        TransformerConfig.of(
            Checkpoint.open(paths.get(0), ModelKind.TRANSFORMER), tokenizer.codebookSize());
    return settings.imagesOfGo()
        * (settings.steps() * Flops.transformer(transformer)
            + Flops.decoder(tokenizer, transformer.grid()));
  }
}
