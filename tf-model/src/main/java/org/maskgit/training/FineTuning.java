package org.maskgit.training;

import java.util.ArrayList;
import java.util.List;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.DType;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.io.DataException;
import org.maskgit.transformer.TransformerConfig;
import org.tensorflow.ndarray.Shape;

/**
 * Fits a trained transformer to other classes. The two tensors with a row for each token, the word
 * embeddings and the logits' bias, keep the rows of the codebook and of [MASK]; the rows of the
 * classes stay if their number is the same and are drawn anew if not, and so is the unconditional
 * class.
 *
 * @param weights the weights to begin with
 * @param message what was done, for the log
 */
public record FineTuning(Checkpoint weights, String message) {
  private static final String WORDS = "Embed_0/word_embeddings/embedding";
  private static final String BIAS = "MlmLayer_0/mlm_bias/bias";

  /**
   * Fits weights to a training.
   *
   * @param pretrained a transformer with the same codebook and sizes
   * @param config the training
   * @return the weights, and what was done to them
   * @throws DataException if the transformer has other sizes
   */
  public static FineTuning of(Checkpoint pretrained, TrainingConfig config) {
    TransformerConfig found = TransformerConfig.of(pretrained);
    TransformerConfig expected = config.transformer();
    int oldClasses = found.classes(config.model().codebookSize());
    int newClasses = expected.classes(config.model().codebookSize());
    if (!found.withVocabulary(expected.vocabularySize()).equals(expected) || oldClasses < 1) {
      throw new DataException(
          "%s can't be fine-tuned: expected %s but for the classes, found %s; change the model's sizes."
              .formatted(pretrained.name(), expected, found));
    }
    if (oldClasses == newClasses) {
      return new FineTuning(pretrained, "All %d classes are kept.".formatted(oldClasses));
    }
    int kept = oldClasses == config.model().classes() ? oldClasses : 0;
    List<CheckpointTensor> tensors = new ArrayList<>();
    for (CheckpointTensor tensor : pretrained.tensors().values()) {
      boolean hasRows = tensor.name().equals(WORDS) || tensor.name().equals(BIAS);
      tensors.add(hasRows ? withRows(tensor, config, kept) : tensor);
    }
    return new FineTuning(
        Checkpoint.of(pretrained.name(), tensors),
        "The model has %d classes and the training %d: %d are kept, %d begin anew."
            .formatted(oldClasses, newClasses, kept, newClasses - kept));
  }

  private static CheckpointTensor withRows(
      CheckpointTensor old, TrainingConfig config, int keptClasses) {
    int rows = config.transformer().vocabularySize();
    long[] dimensions = old.shape().asArray();
    dimensions[0] = rows;
    TensorSpec spec = new TensorSpec(old.name(), DType.FLOAT32, Shape.of(dimensions));
    float[] values = InitialWeights.tensor(spec, config.seed()).floats();
    float[] before = old.floats();
    int width = values.length / rows;
    int first = (config.model().codebookSize() + keptClasses) * width;
    System.arraycopy(before, 0, values, 0, first);
    System.arraycopy(before, before.length - width, values, values.length - width, width);
    return CheckpointTensor.of(spec.name(), spec.shape(), values);
  }
}
