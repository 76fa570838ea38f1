package org.maskgit.transformer;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.graph.Execution;
import org.maskgit.graph.ModelSession;
import org.maskgit.graph.ModuleScope;
import org.maskgit.io.DataException;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A transformer with its weights, ready to predict. Safe for use by several threads; close it to
 * free its memory.
 */
public final class TransformerModel implements AutoCloseable {
  private static final String IDS = "input_ids";
  private static final String LOGITS = "MlmLayer_0";

  /** Rows that go through the network together: more gains no time and multiplies the memory. */
  private static final int ROWS_PER_RUN = 8;

  private final TransformerConfig config;
  private final int codebookSize;
  private final int classes;
  private final Optional<ClassNames> classNames;
  private final String name;
  private final ModelSession session;

  private TransformerModel(Checkpoint weights, int codebookSize, Execution execution) {
    this.config = TransformerConfig.of(weights, codebookSize);
    this.codebookSize = codebookSize;
    this.classNames = ClassNames.of(weights);
    this.classes = classes(weights.name(), config, codebookSize, classNames);
    this.name = weights.name();
    this.session =
        ModelSession.open(
            root -> build(root, config, codebookSize), "the transformer", weights, execution);
  }

  /**
   * Builds the network as {@link Execution#PORTABLE} says and loads its weights.
   *
   * @param weights a transformer's checkpoint; the sizes are derived from its shapes
   * @param codebookSize number of visual tokens: the logits are cut to these
   * @return the model
   * @throws DataException if the checkpoint is no transformer, lacks keys, or has no room for the
   *     codebook and a class
   */
  public static TransformerModel load(Checkpoint weights, int codebookSize) {
    return load(weights, codebookSize, Execution.PORTABLE);
  }

  /**
   * Builds the network and loads its weights where it is to compute.
   *
   * @param weights a transformer's checkpoint; the sizes are derived from its shapes
   * @param codebookSize number of visual tokens: the logits are cut to these
   * @param execution how it computes
   * @return the model
   * @throws DataException if the checkpoint is no transformer, lacks keys, or has no room for the
   *     codebook and a class
   * @throws org.maskgit.graph.DeviceException if the device is missing or can't compute so
   */
  public static TransformerModel load(Checkpoint weights, int codebookSize, Execution execution) {
    return new TransformerModel(weights, codebookSize, execution);
  }

  // The rows between codebook and [MASK] are the classes. Who names them may have one row more: the
  // unconditional class, behind the others.
  private static int classes(
      String file, TransformerConfig config, int codebookSize, Optional<ClassNames> names) {
    int rows = config.classes(codebookSize);
    int classes = names.map(known -> known.names().size()).orElse(rows);
    if (classes != rows && classes != rows - 1) {
      throw new DataException(
          "%s names %d classes: expected rows for them, found %d; take transformer and tokenizer of one model."
              .formatted(file, classes, rows));
    }
    return classes;
  }

  /**
   * Holds a checkpoint against what a transformer of its sizes needs.
   *
   * @param weights a transformer's checkpoint
   * @return all missing, extra and wrongly shaped keys
   * @throws DataException if the checkpoint is no transformer
   */
  public static KeyReport report(Checkpoint weights) {
    TransformerConfig config = TransformerConfig.of(weights);
    return KeyReport.of(
        weights, ModelSession.parameters(root -> build(root, config, config.vocabularySize())));
  }

  private static void build(ModuleScope root, TransformerConfig config, int codebookSize) {
    Operand<TInt32> ids =
        root.tf()
            .withName(IDS)
            .placeholder(TInt32.class, Placeholder.shape(Shape.of(-1, config.positions())));
    Transformer.logits(root, config, ids, codebookSize);
  }

  /**
   * Returns the sizes.
   *
   * @return the sizes derived from the checkpoint
   */
  public TransformerConfig config() {
    return config;
  }

  /**
   * Returns the size of the codebook that the logits are cut to.
   *
   * @return number of visual tokens
   */
  public int codebookSize() {
    return codebookSize;
  }

  /**
   * Returns the number of classes.
   *
   * @return at least 1, without the unconditional one
   */
  public int classes() {
    return classes;
  }

  /**
   * Returns the classes' names.
   *
   * @return the names, if the file says them
   */
  public Optional<ClassNames> classNames() {
    return classNames;
  }

  /**
   * Returns the class token of an image without a class, for classifier-free guidance.
   *
   * @return the row behind the classes, if the weights were trained with class dropout
   */
  public OptionalInt unconditionalToken() {
    return config.classes(codebookSize) > classes
        ? OptionalInt.of(codebookSize + classes)
        : OptionalInt.empty();
  }

  /**
   * Predicts every token.
   *
   * @param tokens [batch][positions], the class token first, −1 = masked
   * @return logits in C order, [batch, positions, codebook]
   * @throws IllegalArgumentException if the tokens have another shape or an id is out of range
   * @throws DataException if the weights make the logits NaN
   * @throws IllegalStateException if the model is closed
   */
  public float[] logits(int[][] tokens) {
    requireRows(tokens);
    int rowSize = config.positions() * codebookSize;
    float[] logits = new float[Math.multiplyExact(tokens.length, rowSize)];
    for (int from = 0; from < tokens.length; from += ROWS_PER_RUN) {
      int to = Math.min(from + ROWS_PER_RUN, tokens.length);
      float[] rows = fetch(LOGITS, Arrays.copyOfRange(tokens, from, to));
      System.arraycopy(rows, 0, logits, from * rowSize, rows.length);
    }
    for (float logit : logits) {
      if (Float.isNaN(logit)) {
        throw new DataException(
            ("%s gives logits that are NaN: expected finite weights; inspect the file to see which"
                    + " tensors are damaged.")
                .formatted(name));
      }
    }
    return logits;
  }

  /**
   * Runs the network up to one module.
   *
   * @param module the module's path, such as {@code TransformerLayer_0/Attention_0}
   * @param tokens [batch][positions]
   * @return the module's output in C order
   */
  float[] fetch(String module, int[][] tokens) {
    requireRows(tokens);
    try (TInt32 ids = TInt32.tensorOf(StdArrays.ndCopyOf(tokens));
        Result result = session.runner().feed(IDS, ids).fetch(session.output(module)).run()) {
      TFloat32 output = (TFloat32) result.get(0);
      float[] values = new float[Math.toIntExact(output.size())];
      output.copyTo(DataBuffers.of(values));
      return values;
    }
  }

  private void requireRows(int[][] tokens) {
    if (tokens.length == 0) {
      throw new IllegalArgumentException("expected at least one row of tokens, found none");
    }
    for (int[] row : tokens) {
      if (row.length != config.positions()) {
        throw new IllegalArgumentException(
            "expected %d positions, found %d".formatted(config.positions(), row.length));
      }
      for (int id : row) {
        if (id < -1 || id >= config.vocabularySize()) {
          throw new IllegalArgumentException(
              "expected token ids from -1 to %d, found %d"
                  .formatted(config.vocabularySize() - 1, id));
        }
      }
    }
  }

  /** Frees the weights. */
  @Override
  public void close() {
    session.close();
  }
}
