package org.maskgit.tools.option;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.ModelFiles;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.graph.Execution;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.cli.Context;
import org.maskgit.tools.cli.StandardOptions;
import org.maskgit.tools.cli.UsageException;
import org.maskgit.tools.label.Labels;
import org.maskgit.tools.model.ModelFolders;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.transformer.ClassNames;

/**
 * Which weights to use: {@code --model}, or {@code --transformer} and {@code --tokenizer}; and how
 * to compute with them.
 */
public final class ModelOptions {
  private static final Option MODEL =
      StandardOptions.valued(
          "model",
          "DIR|NAME",
          "folder of both files, a SavedModel, or a downloaded model's name (default: noto-emoji)");
  private static final Option TRANSFORMER =
      StandardOptions.valued("transformer", "FILE", "the transformer's checkpoint");
  private static final Option TOKENIZER =
      StandardOptions.valued("tokenizer", "FILE", "the tokenizer's checkpoint");

  private final Arguments arguments;
  private final Context context;

  private ModelOptions(Arguments arguments, Context context) {
    this.arguments = arguments;
    this.context = context;
  }

  /**
   * Declares the options for both files and how to compute with them.
   *
   * @return the options
   */
  public static Options declare() {
    return declareFiles().addOptions(ExecutionOptions.declare());
  }

  /**
   * Declares the options for both files.
   *
   * @return the options
   */
  public static Options declareFiles() {
    return new Options().addOption(MODEL).addOption(TRANSFORMER).addOption(TOKENIZER);
  }

  /**
   * Declares the options for commands that need the tokenizer only, and for where it computes; the
   * transformer tells the size of its pictures.
   *
   * @return the options
   */
  public static Options declareTokenizer() {
    return new Options()
        .addOption(MODEL)
        .addOption(TOKENIZER)
        .addOptions(ExecutionOptions.declareLocal());
  }

  /**
   * Reads the options.
   *
   * @param arguments what was typed
   * @param context tells where the user's models live
   * @return the options
   */
  public static ModelOptions of(Arguments arguments, Context context) {
    return new ModelOptions(arguments, context);
  }

  /**
   * Finds the transformer's file.
   *
   * @return the file, which may not exist
   * @throws UsageException if no option says where it is
   */
  public Path transformer() {
    return find(TRANSFORMER, ModelFiles::transformer);
  }

  /**
   * Finds the tokenizer's file.
   *
   * @return the file, which may not exist
   * @throws UsageException if no option says where it is
   */
  public Path tokenizer() {
    return find(TOKENIZER, ModelFiles::tokenizer);
  }

  /**
   * Finds the transformer's file of the model, unless the tokenizer is named by its file.
   *
   * @return the file, if there is a model
   */
  public Optional<Path> transformerOfModel() {
    return files().map(ModelFiles::transformer);
  }

  /**
   * Says where a tokenizer computes in commands that know no transformer.
   *
   * @return the processor of this machine, if nothing else was asked for; public operations
   * @throws UsageException if a value is wrong
   */
  public Execution localExecution() {
    return ExecutionOptions.local(arguments);
  }

  /**
   * Reads the names of the transformer's classes, without loading its weights.
   *
   * @return the names that its file says, else ImageNet's
   * @throws UsageException if no option says where it is
   * @throws org.maskgit.io.DataException if it is missing or no checkpoint
   */
  public Labels labels() {
    Path file = transformer();
    return ModelFiles.isOpaque(file)
        ? Labels.imageNet()
        : Labels.of(ClassNames.of(Checkpoint.open(file, ModelKind.TRANSFORMER)));
  }

  /**
   * Says how to compute.
   *
   * @return kernels, precision and device
   * @throws UsageException if a value is unknown
   * @throws org.maskgit.graph.DeviceException if this machine can't
   */
  public Execution execution() {
    return ExecutionOptions.of(arguments);
  }

  /**
   * Says how to compute a picture again: as it was, where nothing else was typed.
   *
   * @param compute what its recipe says
   * @return kernels and precision; kernels that this machine doesn't have give way to its own
   * @throws UsageException if a value is unknown
   * @throws org.maskgit.graph.DeviceException if this machine can't
   * @throws IllegalArgumentException if the recipe names what doesn't exist
   */
  public Execution execution(Recipe.Compute compute) {
    return ExecutionOptions.again(arguments, compute);
  }

  private Path find(Option own, Function<ModelFiles, Path> ofModel) {
    return arguments
        .path(own)
        .or(() -> files().map(ofModel))
        .orElseThrow(
            () ->
                new UsageException(
                    "No weights: give %s FILE, or --model with a folder or one of the downloaded"
                            .formatted(Arguments.nameOf(own))
                        + " models (see 'maskgit help download')."));
  }

  // Who names one file must name the other, too: the model that ships wouldn't fit.
  private boolean isNamedByFile() {
    return arguments.has(TRANSFORMER) || arguments.has(TOKENIZER);
  }

  private Optional<ModelFiles> files() {
    ModelFolders folders = ModelFolders.of(context.environment());
    return arguments
        .value(MODEL)
        .map(folders::resolve)
        .or(() -> isNamedByFile() ? Optional.empty() : folders.defaultModel())
        .map(ModelFiles::find);
  }
}
