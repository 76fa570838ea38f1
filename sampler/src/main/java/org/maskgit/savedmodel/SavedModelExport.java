package org.maskgit.savedmodel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.maskgit.checkpoint.BundleWriter;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.ModelKind;
import org.maskgit.io.AtomicFolder;
import org.maskgit.io.DataException;
import org.maskgit.tokenizer.TokenizerConfig;
import org.maskgit.tokenizer.TokenizerModel;
import org.maskgit.tokenizer.TorchNames;
import org.maskgit.transformer.ClassNames;
import org.maskgit.transformer.TransformerConfig;
import org.maskgit.transformer.TransformerModel;
import org.tensorflow.proto.SavedModel;

/**
 * Writes a transformer and a tokenizer as one SavedModel, which Python, TensorFlow Serving and
 * everything else that reads SavedModels can run; see the package page for its signatures.
 *
 * <p>Immutable: start from {@link #of} and change what differs.
 */
public final class SavedModelExport {
  private final Checkpoint transformer;
  private final Checkpoint tokenizer;
  private final SourceFiles sources;
  private final SavedModelFormat format;
  private final DType stored;
  private final ImmutableList<String> classNames;

  private SavedModelExport(
      Checkpoint transformer,
      Checkpoint tokenizer,
      SourceFiles sources,
      SavedModelFormat format,
      DType stored,
      ImmutableList<String> classNames) {
    this.transformer = transformer;
    this.tokenizer = tokenizer;
    this.sources = sources;
    this.format = format;
    this.stored = stored;
    this.classNames = classNames;
  }

  /**
   * Prepares the export of a pair: format v1, float32, and the class names that the transformer's
   * file says, if it says any.
   *
   * @param transformer the transformer's file, any format that {@link Checkpoint#open} knows
   * @param tokenizer the tokenizer's file
   * @return the export
   * @throws DataException if a file is missing or wrong, or the two do not fit each other
   */
  public static SavedModelExport of(Path transformer, Path tokenizer) {
    Checkpoint transformerWeights = Checkpoint.open(transformer, ModelKind.TRANSFORMER);
    Checkpoint tokenizerWeights =
        TorchNames.toFlax(Checkpoint.open(tokenizer, ModelKind.TOKENIZER));
    TokenizerModel.report(tokenizerWeights).requireComplete("the tokenizer");
    TransformerConfig.of(transformerWeights, TokenizerConfig.of(tokenizerWeights).codebookSize());
    TransformerModel.report(transformerWeights).requireComplete("the transformer");
    return new SavedModelExport(
        transformerWeights,
        tokenizerWeights,
        new SourceFiles(transformer, tokenizer),
        SavedModelFormat.V1,
        DType.FLOAT32,
        ClassNames.of(transformerWeights).map(ClassNames::names).orElse(ImmutableList.of()));
  }

  /**
   * Changes the format.
   *
   * @param format v1 or tf2
   * @return the changed export
   */
  public SavedModelExport withFormat(SavedModelFormat format) {
    return new SavedModelExport(transformer, tokenizer, sources, format, stored, classNames);
  }

  /**
   * Changes the type that the variables are stored in. The model computes in float32 and takes and
   * gives float32 either way; with bfloat16, weights are rounded and the files half as large.
   *
   * @param stored float32 or bfloat16
   * @return the changed export
   * @throws IllegalArgumentException if it is another type
   */
  public SavedModelExport withStored(DType stored) {
    checkArgument(
        stored == DType.FLOAT32 || stored == DType.BFLOAT16,
        "expected float32 or bfloat16, found %s",
        stored.numpyName());
    return new SavedModelExport(transformer, tokenizer, sources, format, stored, classNames);
  }

  /**
   * Changes the names of the classes, which go with the model as {@code assets/class_names.txt}.
   *
   * @param names one for each class, in their order, each on one line; or none
   * @return the changed export
   * @throws IllegalArgumentException if there is another number of names
   */
  public SavedModelExport withClassNames(List<String> names) {
    checkArgument(
        names.isEmpty() || names.size() == classes(),
        "expected %s class names, found %s",
        classes(),
        names.size());
    return new SavedModelExport(
        transformer, tokenizer, sources, format, stored, ImmutableList.copyOf(names));
  }

  /**
   * Returns the number of classes.
   *
   * @return vocabulary − codebook − 1; the last one may be the class of no class
   */
  public int classes() {
    return TransformerConfig.of(transformer).classes(TokenizerConfig.of(tokenizer).codebookSize());
  }

  /**
   * Returns the names of the classes.
   *
   * @return one for each class, or none
   */
  public ImmutableList<String> classNames() {
    return classNames;
  }

  /**
   * Writes the SavedModel.
   *
   * @param folder the folder to appear, whole or not at all; it must not exist or be empty
   * @throws DataException if it can't be written, or holds files already
   */
  public void write(Path folder) {
    AtomicFolder.write(
        folder,
        temporary -> {
          Path variables = Files.createDirectory(temporary.resolve("variables"));
          try (ExportGraph graph =
              ExportGraph.build(
                  TransformerConfig.of(transformer), TokenizerConfig.of(tokenizer), stored)) {
            SavedModelBuilder builder = SavedModelBuilder.of(graph, format, !classNames.isEmpty());
            write(temporary.resolve("saved_model.pb"), builder.savedModel());
            CheckpointNames names = builder.checkpointNames();
            BundleWriter.write(variables.resolve("variables"), values(names), names.texts());
          }
          if (!classNames.isEmpty()) {
            Path assets = Files.createDirectory(temporary.resolve("assets"));
            Files.write(assets.resolve(SavedModelBuilder.CLASS_NAMES_FILE), classNames);
          }
          sources.writeTo(Files.createDirectory(temporary.resolve("assets.extra")));
        });
  }

  private static void write(Path file, SavedModel model) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      model.writeTo(out);
    }
  }

  /** All values by the names that the checkpoint gives the export's variables. */
  private ImmutableList<CheckpointTensor> values(CheckpointNames names) {
    ImmutableList.Builder<CheckpointTensor> values = ImmutableList.builder();
    transformer
        .tensors()
        .forEach((name, value) -> values.add(stored(value, names.name("transformer/" + name))));
    tokenizer
        .tensors()
        .forEach((name, value) -> values.add(stored(value, names.name("tokenizer/" + name))));
    return values.build();
  }

  private CheckpointTensor stored(CheckpointTensor value, String name) {
    return value.as(stored).named(name);
  }
}
