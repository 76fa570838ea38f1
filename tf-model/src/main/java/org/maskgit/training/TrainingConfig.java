package org.maskgit.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Precision;
import org.maskgit.io.ConfigJson;
import org.maskgit.io.DataException;
import org.maskgit.transformer.TransformerConfig;

/**
 * A training of the transformer, whole: with the same data it gives the same weights.
 *
 * <p>As JSON it has this record's names. A file may name a {@code preset} and only what differs:
 *
 * <pre>{@code
 * {"preset": "small", "batchSize": 16, "optimizer": {"learningRate": 3e-4}}
 * }</pre>
 *
 * @param model the network
 * @param masking how tokens are hidden
 * @param loss what the loss counts
 * @param optimizer how the parameters follow
 * @param steps number of updates
 * @param batchSize images of an update
 * @param microBatches parts that a batch is computed in, to save memory; they divide the batch
 * @param precision what matrix products compute in; the parameters are float32
 * @param seed of weights, masks and dropout
 */
public record TrainingConfig(
    ModelConfig model,
    MaskingConfig masking,
    LossConfig loss,
    OptimizerConfig optimizer,
    long steps,
    int batchSize,
    int microBatches,
    Precision precision,
    long seed) {

  /** The official {@code maskgit_class_cond_config.py} for 256×256 images. */
  public static final TrainingConfig IMAGENET_256 =
      new TrainingConfig(
          new ModelConfig(1024, 1000, 256, 768, 24, 16, 3072, 0.1),
          new MaskingConfig("cosine", 0.5, false, 0),
          new LossConfig(0.1, true, 0),
          OptimizerConfig.TRANSFORMER,
          2_000_000,
          256,
          1,
          Precision.FLOAT32,
          42);

  /** The same for 512×512 images: four times the tokens. */
  public static final TrainingConfig IMAGENET_512 =
      IMAGENET_256.withModel(new ModelConfig(1024, 1000, 1024, 768, 24, 16, 3072, 0.1));

  /** A small one for 8×8 tokens, which two cores train in hours. */
  public static final TrainingConfig SMALL =
      new TrainingConfig(
          new ModelConfig(512, 10, 64, 256, 6, 8, 1024, 0.1),
          new MaskingConfig("cosine", 0, false, 0.1),
          new LossConfig(0.1, true, 0),
          new OptimizerConfig(5e-4, RateSchedule.COSINE, 500, 0.9, 0.96, 1e-8, 4.5e-2, 1.0, 0.999),
          20_000,
          32,
          1,
          Precision.FLOAT32,
          42);

  /** The presets by the names that a file may give. */
  public static final ImmutableMap<String, TrainingConfig> PRESETS =
      ImmutableMap.of("imagenet-256", IMAGENET_256, "imagenet-512", IMAGENET_512, "small", SMALL);

  /**
   * Checks the settings.
   *
   * @param model the network
   * @param masking of tokens
   * @param loss of masked tokens
   * @param optimizer of the parameters
   * @param steps at least 1
   * @param batchSize at least 1
   * @param microBatches at least 1, a divisor of the batch size
   * @param precision of matrix products
   * @param seed any
   * @throws IllegalArgumentException if a setting is something else
   */
  public TrainingConfig {
    checkArgument(steps >= 1, "expected at least 1 of steps, found %s", steps);
    checkArgument(batchSize >= 1, "expected a batchSize of at least 1, found %s", batchSize);
    checkArgument(
        microBatches >= 1 && batchSize % microBatches == 0,
        "expected microBatches that divide the batchSize %s, found %s",
        batchSize,
        microBatches);
    TransformerConfig unused = sizes(model, masking);
  }

  /**
   * Reads a configuration.
   *
   * @param json a JSON object: a preset's name, and what differs from it; without a name it is
   *     {@code imagenet-256}
   * @param source what to call it in errors, such as the file's name
   * @return the configuration
   * @throws DataException if it is no JSON, or a key or value is wrong
   */
  public static TrainingConfig parse(String json, String source) {
    JsonObject tree = ConfigJson.parse(json, source);
    String preset = ConfigJson.takeChoice(tree, "preset", PRESETS.keySet(), "imagenet-256", source);
    return ConfigJson.read(tree, PRESETS.get(preset), TrainingConfig.class, source);
  }

  /**
   * Reads the configuration that a checkpoint carries.
   *
   * @param weights a transformer's checkpoint
   * @return what {@link TransformerTrainer} wrote into its metadata; nothing if another program
   *     made it, or a format that holds no metadata
   * @throws DataException if the configuration is wrong
   */
  public static Optional<TrainingConfig> of(Checkpoint weights) {
    return Optional.ofNullable(weights.metadata().get(TransformerTrainer.CONFIG_KEY))
        .map(json -> parse(json, weights.name()));
  }

  /**
   * Writes this configuration.
   *
   * @return a JSON object with every key, which {@link #parse} reads
   */
  public String toJson() {
    return ConfigJson.write(this);
  }

  /**
   * Changes the network.
   *
   * @param model the new one
   * @return a copy
   */
  public TrainingConfig withModel(ModelConfig model) {
    return new TrainingConfig(
        model, masking, loss, optimizer, steps, batchSize, microBatches, precision, seed);
  }

  /**
   * Changes the precision.
   *
   * @param precision the new one
   * @return a copy
   */
  public TrainingConfig withPrecision(Precision precision) {
    return new TrainingConfig(
        model, masking, loss, optimizer, steps, batchSize, microBatches, precision, seed);
  }

  /**
   * Returns the network's sizes. Its vocabulary is the codebook, the classes, the unconditional
   * class if there is class dropout, and [MASK].
   *
   * @return the sizes
   */
  public TransformerConfig transformer() {
    return sizes(model, masking);
  }

  /**
   * Returns the class token of an image without a class.
   *
   * @return the row behind the classes; with {@code classDropout} 0 there is none, and it is [MASK]
   */
  public int unconditionalToken() {
    return model.codebookSize() + model.classes();
  }

  /**
   * Returns whether the network has a class for images without one.
   *
   * @return true with class dropout
   */
  public boolean hasUnconditionalClass() {
    return masking.classDropout() > 0;
  }

  private static TransformerConfig sizes(ModelConfig model, MaskingConfig masking) {
    int unconditional = masking.classDropout() > 0 ? 1 : 0;
    return new TransformerConfig(
        model.codebookSize() + model.classes() + unconditional + 1,
        model.hiddenSize(),
        model.layers(),
        model.heads(),
        model.mlpSize(),
        model.tokens() + 1);
  }
}
