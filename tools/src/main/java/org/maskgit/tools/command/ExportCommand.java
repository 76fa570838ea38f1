package org.maskgit.tools.command;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.DType;
import org.maskgit.io.AtomicFolder;
import org.maskgit.savedmodel.SavedModelExport;
import org.maskgit.savedmodel.SavedModelFormat;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Command;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.label.Labels;
import org.maskgit.tools.option.ModelOptions;

/** {@code maskgit export --model DIR --output DIR}. */
public final class ExportCommand implements Command {
  private static final double NANOS = 1e9;

  private static final Option OUTPUT =
      StandardOptions.valued("output", "DIR", "the folder to appear; it must not exist yet");
  private static final Option FORMAT =
      StandardOptions.valued(
          "format", "v1|tf2", "v1, or tf2 with Python objects beside the signatures (default: v1)");
  private static final Option DTYPE =
      StandardOptions.valued(
          "dtype", "TYPE", "how weights are stored: float32 or bfloat16 (default: float32)");

  @Override
  public String name() {
    return "export";
  }

  @Override
  public String summary() {
    return "write a model as a TensorFlow SavedModel";
  }

  @Override
  public Options options() {
    return ModelOptions.declareFiles().addOption(OUTPUT).addOption(FORMAT).addOption(DTYPE);
  }

  @Override
  public String example() {
    return "export --model imagenet256 --output maskgit-savedmodel";
  }

  @Override
  public void run(Arguments arguments, Context context) {
    Path output = arguments.requiredPath(OUTPUT);
    SavedModelFormat format =
        arguments.parsed(FORMAT, SavedModelFormat::parse).orElse(SavedModelFormat.V1);
    DType stored = arguments.parsed(DTYPE, ExportCommand::stored).orElse(DType.FLOAT32);
    ModelOptions model = ModelOptions.of(arguments, context);
    AtomicFolder.requireFree(output);

    long start = System.nanoTime();
    SavedModelExport export =
        named(SavedModelExport.of(model.transformer(), model.tokenizer()))
            .withFormat(format)
            .withStored(stored);
    export.write(output);
    context.console().note("Exported in %.1f s.".formatted((System.nanoTime() - start) / NANOS));

    JsonObject json = new JsonObject();
    json.addProperty("folder", output.toString());
    json.addProperty("format", format.toString());
    json.addProperty("dtype", stored.numpyName());
    json.addProperty("classes", export.classes());
    json.addProperty("class_names", !export.classNames().isEmpty());
    context.console().results(json, List.of(output.toString()));
  }

  /**
   * A model of as many classes as ImageNet that brings no names gets ImageNet's, as in generate.
   */
  private static SavedModelExport named(SavedModelExport export) {
    Labels imagenet = Labels.imageNet();
    if (!export.classNames().isEmpty() || export.classes() != imagenet.size()) {
      return export;
    }
    return export.withClassNames(
        IntStream.range(0, imagenet.size()).mapToObj(i -> imagenet.name(i).orElseThrow()).toList());
  }

  private static DType stored(String name) {
    return switch (name) {
      case "float32" -> DType.FLOAT32;
      case "bfloat16" -> DType.BFLOAT16;
      default -> throw new IllegalArgumentException("expected float32 or bfloat16, found " + name);
    };
  }
}
