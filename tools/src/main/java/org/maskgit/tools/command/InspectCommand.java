package org.maskgit.tools.command;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.checkpoint.OfficialFingerprints;
import org.maskgit.checkpoint.TensorStatistics;
import org.maskgit.io.DataException;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tokenizer.TorchNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.transformer.TransformerConfig;
import org.maskgit.transformer.TransformerModel;

/** {@code maskgit inspect FILE}. */
public final class InspectCommand implements Command {

  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String summary() {
    return "list a checkpoint's tensors and say which model it is";
  }

  @Override
  public Options options() {
    return new Options();
  }

  @Override
  public Operands operands() {
    return Operands.one("FILE");
  }

  @Override
  public String example() {
    return "inspect maskgit_imagenet256_checkpoint";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path file = arguments.operandPath(0);
    Checkpoint checkpoint = Checkpoint.open(file);
    ImmutableList.Builder<TensorStatistics> statistics = ImmutableList.builder();
    for (CheckpointTensor tensor : checkpoint.tensors().values()) {
      context.interruption().check();
      statistics.add(TensorStatistics.of(tensor));
    }
    List<Checkpoint> models = models(checkpoint);
    Findings findings =
        new Findings(
            checkpoint,
            statistics.build(),
            joined(models, model -> verdict(TorchNames.toFlax(model))),
            joined(models, InspectCommand::configuration),
            models.stream()
                .flatMap(model -> report(model).stream())
                .collect(ImmutableList.toImmutableList()));
    context.console().results(findings.json(), findings.lines());
  }

  /** The models that a checkpoint holds, or the checkpoint itself if it holds none. */
  private static List<Checkpoint> models(Checkpoint checkpoint) {
    List<Checkpoint> models =
        Arrays.stream(ModelKind.values()).flatMap(kind -> kind.in(checkpoint).stream()).toList();
    return models.isEmpty() ? List.of(checkpoint) : models;
  }

  private static String joined(List<Checkpoint> models, Function<Checkpoint, String> words) {
    return models.stream().map(words).collect(Collectors.joining("; "));
  }

  private static String configuration(Checkpoint checkpoint) {
    Optional<ModelKind> kind = ModelKind.of(checkpoint);
    if (kind.isEmpty()) {
      return "neither a MaskGIT transformer nor a tokenizer";
    }
    try {
      return switch (kind.get()) {
        case TRANSFORMER -> TransformerConfig.of(checkpoint).toString();
        case TOKENIZER -> TokenizerConfig.of(TorchNames.toFlax(checkpoint)).toString();
      };
    } catch (DataException e) {
      return e.getMessage();
    }
  }

  /** What the model lacks or has too much; empty if nothing, or if it is no model. */
  private static ImmutableList<String> report(Checkpoint checkpoint) {
    try {
      return ModelKind.of(checkpoint)
          .map(
              kind ->
                  kind == ModelKind.TRANSFORMER
                      ? TransformerModel.report(checkpoint)
                      : TokenizerModel.report(checkpoint))
          .map(KeyReport::lines)
          .orElse(ImmutableList.of());
    } catch (DataException e) {
      return ImmutableList.of(e.getMessage());
    }
  }

  private static String verdict(Checkpoint checkpoint) {
    Optional<OfficialFingerprints> fingerprints = OfficialFingerprints.of(checkpoint);
    if (fingerprints.isEmpty()) {
      return "not of the size of an official file";
    }
    OfficialFingerprints official = fingerprints.get();
    if (official.findings().isEmpty()) {
      return "%s by its size; no ranges were published for it".formatted(official.model());
    }
    List<String> deviations =
        official.findings().stream()
            .filter(finding -> !finding.holds())
            .map(
                finding ->
                    "%s is %s in place of %s"
                        .formatted(
                            String.join(", ", finding.tensors()),
                            finding.found(),
                            finding.expected()))
            .toList();
    return deviations.isEmpty()
        ? "%s: all %d published ranges hold".formatted(official.model(), official.findings().size())
        : "not the %s: %s".formatted(official.model(), String.join("; ", deviations));
  }

  /** What there is to say of a checkpoint. */
  private record Findings(
      Checkpoint checkpoint,
      ImmutableList<TensorStatistics> tensors,
      String verdict,
      String configuration,
      ImmutableList<String> report) {

    List<String> lines() {
      ImmutableList.Builder<String> lines = ImmutableList.builder();
      int width = tensors.stream().mapToInt(t -> t.spec().name().length()).max().orElse(0);
      for (TensorStatistics tensor : tensors) {
        lines.add(
            String.format(
                Locale.ROOT,
                "%-" + Math.max(width, 1) + "s  %-24s  %s",
                tensor.spec().name(),
                tensor.spec().describe(),
                tensor.describe()));
      }
      return lines
          .add("", "file           " + checkpoint.name())
          .add("format         " + formatName())
          .add(
              "contents       %d tensors, %,d parameters"
                  .formatted(tensors.size(), checkpoint.parameterCount()))
          .add("configuration  " + configuration)
          .add("keys           " + (report.isEmpty() ? "as the model needs them" : "don't fit:"))
          .addAll(report)
          .add("official file  " + verdict)
          .add("numbers        " + numbers())
          .build();
    }

    private String formatName() {
      return checkpoint.format().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private String numbers() {
      long damaged = tensors.stream().filter(tensor -> !tensor.isFinite()).count();
      return damaged == 0
          ? "all finite"
          : "%d tensors hold NaN or infinite numbers: the weights are damaged".formatted(damaged);
    }

    JsonObject json() {
      JsonObject json = new JsonObject();
      json.addProperty("file", checkpoint.name());
      json.addProperty("format", formatName());
      json.addProperty("parameters", checkpoint.parameterCount());
      json.addProperty("configuration", configuration);
      json.add("wrong_keys", strings(report));
      json.addProperty("official_file", verdict);
      json.addProperty("finite", tensors.stream().allMatch(TensorStatistics::isFinite));
      JsonArray all = new JsonArray();
      tensors.forEach(tensor -> all.add(json(tensor)));
      json.add("tensors", all);
      return json;
    }

    private static JsonArray strings(List<String> values) {
      JsonArray array = new JsonArray();
      values.forEach(array::add);
      return array;
    }

    private static JsonObject json(TensorStatistics tensor) {
      JsonArray shape = new JsonArray();
      for (long dimension : tensor.spec().shape().asArray()) {
        shape.add(dimension);
      }
      JsonObject json = new JsonObject();
      json.addProperty("name", tensor.spec().name());
      json.addProperty("dtype", tensor.spec().dtype().numpyName());
      json.add("shape", shape);
      json.addProperty("min", tensor.min());
      json.addProperty("max", tensor.max());
      json.addProperty("mean", tensor.mean());
      json.addProperty("nan", tensor.nans());
      json.addProperty("infinite", tensor.infinities());
      return json;
    }
  }
}
