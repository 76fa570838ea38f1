package org.maskgit.transformer;

import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

/**
 * The sizes of a transformer.
 *
 * @param vocabularySize rows of the embedding table: codebook, classes and [MASK]
 * @param hiddenSize features of a token
 * @param layers number of {@code TransformerLayer}s
 * @param heads attention heads; they divide the hidden size
 * @param mlpSize features inside the MLP
 * @param positions length of the sequence: the class token and the image's tokens
 */
public record TransformerConfig(
    int vocabularySize, int hiddenSize, int layers, int heads, int mlpSize, int positions) {

  /**
   * The official transformer for 256×256 images (172,457,193 parameters). Its checkpoint has 16
   * heads, where the paper's appendix says 8.
   */
  public static final TransformerConfig IMAGENET_256 =
      new TransformerConfig(2025, 768, 24, 16, 3072, 257);

  /** The official transformer for 512×512 images. */
  public static final TransformerConfig IMAGENET_512 =
      new TransformerConfig(2025, 768, 24, 16, 3072, 1025);

  /** A tiny one for tests: 64 codes, 10 classes, 4×4 tokens. */
  public static final TransformerConfig TESTING = new TransformerConfig(75, 64, 3, 4, 128, 17);

  /**
   * Checks the sizes.
   *
   * @param vocabularySize at least 1
   * @param hiddenSize a multiple of the heads
   * @param layers at least 1
   * @param heads at least 1
   * @param mlpSize at least 1
   * @param positions a square and 1
   * @throws IllegalArgumentException if a size is something else
   */
  public TransformerConfig {
    requirePositive("vocabulary size", vocabularySize);
    requirePositive("hidden size", hiddenSize);
    requirePositive("number of layers", layers);
    requirePositive("number of heads", heads);
    requirePositive("MLP size", mlpSize);
    requirePositive("number of positions", positions);
    if (hiddenSize % heads != 0) {
      throw new IllegalArgumentException(
          "expected heads that divide the hidden size %d, found %d".formatted(hiddenSize, heads));
    }
    int side = (int) Math.sqrt(positions - 1);
    if (side * side != positions - 1 || side == 0) {
      throw new IllegalArgumentException(
          "expected a class position and a square of token positions, found %d positions"
              .formatted(positions));
    }
  }

  private static void requirePositive(String what, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException("expected a positive %s, found %d".formatted(what, value));
    }
  }

  /**
   * Derives the sizes from the shapes of a checkpoint.
   *
   * @param weights a transformer's checkpoint
   * @return its sizes
   * @throws DataException if the checkpoint is no transformer of this architecture
   */
  public static TransformerConfig of(Checkpoint weights) {
    Shape words = shape(weights, "Embed_0/word_embeddings/embedding", 2);
    Shape positions = shape(weights, "Embed_0/position_embeddings/embedding", 2);
    String layer = "TransformerLayer_0/";
    Shape query = shape(weights, layer + "Attention_0/self_attention/query/kernel", 3);
    Shape mlp = shape(weights, layer + "Mlp_0/intermediate_output/kernel", 2);
    try {
      return new TransformerConfig(
          Math.toIntExact(words.get(0)),
          Math.toIntExact(words.get(1)),
          layers(weights),
          Math.toIntExact(query.get(1)),
          Math.toIntExact(mlp.get(1)),
          Math.toIntExact(positions.get(0)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new DataException(
          "%s holds no usable transformer: %s.".formatted(weights.name(), e.getMessage()), e);
    }
  }

  /**
   * Derives the sizes from the shapes of a checkpoint that has to fit a tokenizer.
   *
   * @param weights a transformer's checkpoint
   * @param codebookSize number of visual tokens
   * @return its sizes
   * @throws DataException if the checkpoint is no transformer of this architecture, or has no room
   *     for the codebook and a class
   */
  public static TransformerConfig of(Checkpoint weights, int codebookSize) {
    TransformerConfig config = of(weights);
    if (config.classes(codebookSize) < 1) {
      throw new DataException(
          ("%s does not fit the tokenizer: expected a vocabulary of more than %d codes, a class and"
                  + " [MASK], found %d rows; take transformer and tokenizer of one model.")
              .formatted(weights.name(), codebookSize, config.vocabularySize()));
    }
    return config;
  }

  private static Shape shape(Checkpoint weights, String key, int rank) {
    CheckpointTensor tensor = weights.tensors().get(key);
    if (tensor == null) {
      throw new DataException(
          "%s is no MaskGIT transformer: expected the key %s, found none; is it the tokenizer's file?"
              .formatted(weights.name(), key));
    }
    if (tensor.shape().numDimensions() != rank) {
      throw new DataException(
          "%s: expected %d dimensions for %s, found the shape %s."
              .formatted(weights.name(), rank, key, tensor.shape()));
    }
    return tensor.shape();
  }

  private static int layers(Checkpoint weights) {
    int layers = 0;
    while (weights
        .tensors()
        .containsKey("TransformerLayer_" + layers + "/Mlp_0/layer_output/bias")) {
      layers++;
    }
    return layers;
  }

  /**
   * Returns the number of tokens of an image.
   *
   * @return positions without the class token
   */
  public int tokens() {
    return positions - 1;
  }

  /**
   * Returns the side of the square that an image's tokens form.
   *
   * @return the square root of {@link #tokens()}
   */
  public int grid() {
    return (int) Math.sqrt(tokens());
  }

  /**
   * Returns the number of classes beside a codebook: the vocabulary is codebook, classes, [MASK].
   *
   * @param codebookSize number of visual tokens
   * @return number of classes; less than 1 if the codebook does not fit
   */
  public int classes(int codebookSize) {
    return vocabularySize - codebookSize - 1;
  }

  /**
   * Changes the vocabulary.
   *
   * @param rows of the embedding table
   * @return a copy
   */
  public TransformerConfig withVocabulary(int rows) {
    return new TransformerConfig(rows, hiddenSize, layers, heads, mlpSize, positions);
  }

  /**
   * Returns the features of one attention head.
   *
   * @return the hidden size over the heads
   */
  public int headSize() {
    return hiddenSize / heads;
  }
}
