package org.maskgit.tools.command;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.MaskGit;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.io.DataException;
import org.maskgit.tokenizer.TorchNames;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.Operands;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.option.CheckpointFormats;

/** {@code maskgit convert FILE --output FILE}. */
public final class ConvertCommand implements Command {
  private static final Option OUTPUT =
      StandardOptions.valued(
          "output",
          "FILE",
          "what to write; tf writes FILE.index and FILE.data-…, savedmodel a folder");
  private static final Option TO =
      StandardOptions.valued(
          "to",
          "FORMAT",
          "msgpack, safetensors, tf, or of a pair's folder savedmodel (default: safetensors, of"
              + " those msgpack)");
  private static final Option NAMES =
      StandardOptions.valued(
          "names", "flax|torch", "names of a tokenizer's tensors (default: as they are)");
  private static final Option PART =
      StandardOptions.valued(
          "part", "transformer|tokenizer", "one model of a file that holds both (default: all)");
  private static final String SAVED_MODEL = "savedmodel";

  @Override
  public String name() {
    return "convert";
  }

  @Override
  public String summary() {
    return "rewrite weights as Flax msgpack, safetensors, TensorFlow checkpoint or SavedModel";
  }

  @Override
  public Options options() {
    return new Options().addOption(OUTPUT).addOption(TO).addOption(PART).addOption(NAMES);
  }

  @Override
  public Operands operands() {
    return Operands.one("FILE|DIR");
  }

  @Override
  public String example() {
    return "convert maskgit_imagenet256_checkpoint --output transformer.safetensors";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path output = arguments.requiredPath(OUTPUT);
    if (arguments.value(TO).filter(SAVED_MODEL::equals).isPresent()) {
      toSavedModel(arguments, output, context);
      return;
    }
    UnaryOperator<Checkpoint> rename =
        arguments.parsed(NAMES, ConvertCommand::rename).orElse(UnaryOperator.identity());
    UnaryOperator<Checkpoint> select =
        arguments.parsed(PART, ConvertCommand::part).orElse(UnaryOperator.identity());
    Checkpoint checkpoint = rename.apply(select.apply(Checkpoint.open(arguments.operandPath(0))));
    CheckpointFormat format =
        arguments
            .parsed(TO, CheckpointFormats::parse)
            .orElse(
                checkpoint.format() == CheckpointFormat.SAFETENSORS
                    ? CheckpointFormat.FLAX_MSGPACK
                    : CheckpointFormat.SAFETENSORS);
    checkpoint.write(output, format);

    JsonObject json = new JsonObject();
    json.addProperty("file", output.toString());
    json.addProperty("tensors", checkpoint.tensors().size());
    json.addProperty("parameters", checkpoint.parameterCount());
    context.console().results(json, List.of(output.toString()));
  }

  /** A SavedModel holds a pair, so it is made of one: a folder of both, or another SavedModel. */
  private static void toSavedModel(Arguments arguments, Path output, Context context) {
    Path folder = arguments.operandPath(0);
    if (!Files.isDirectory(folder) || arguments.has(PART) || arguments.has(NAMES)) {
      throw new UsageException(
          "--to savedmodel: expected the folder of a transformer and a tokenizer, without --part and --names, found %s; a SavedModel holds both."
              .formatted(folder));
    }
    MaskGit.export(folder, output);
    JsonObject json = new JsonObject();
    json.addProperty("file", output.toString());
    context.console().results(json, List.of(output.toString()));
  }

  private static UnaryOperator<Checkpoint> part(String label) {
    ModelKind kind =
        Arrays.stream(ModelKind.values())
            .filter(candidate -> candidate.label().equals(label))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "expected transformer or tokenizer, found " + label));
    return checkpoint ->
        kind.in(checkpoint)
            .orElseThrow(
                () ->
                    new DataException(
                        "%s: expected a %s in it, found none; inspect the file."
                            .formatted(checkpoint.name(), label)));
  }

  private static UnaryOperator<Checkpoint> rename(String names) {
    return switch (names) {
      case "flax" -> TorchNames::toFlax;
      case "torch" -> TorchNames::toTorch;
      default -> throw new IllegalArgumentException("expected flax or torch, found " + names);
    };
  }
}
