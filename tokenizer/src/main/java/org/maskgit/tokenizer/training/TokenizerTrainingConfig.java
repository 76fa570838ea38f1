package org.maskgit.tokenizer.training;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import org.maskgit.graph.Precision;
import org.maskgit.io.ConfigJson;
import org.maskgit.io.DataException;
import org.maskgit.training.OptimizerConfig;
import org.maskgit.training.RateSchedule;

/**
 * A training of the tokenizer, whole: with the same data it gives the same weights.
 *
 * <p>As JSON it has this record's names. A file may name a {@code preset} and only what differs:
 *
 * <pre>{@code
 * {"preset": "small", "batchSize": 8, "adversary": {"weight": 0}}
 * }</pre>
 *
 * @param model the tokenizer
 * @param quantizer the codebook's terms
 * @param perceptual the perceptual term
 * @param adversary the adversary
 * @param generator how the tokenizer's parameters follow their gradients
 * @param discriminator how the adversary's do; its {@code emaDecay} is of no use
 * @param reviveDeadCodes whether codes that no image of an epoch used are placed anew
 * @param steps number of updates
 * @param batchSize images of an update
 * @param microBatches parts that a batch is computed in, to save memory; they divide the batch. The
 *     entropy of the codes is then one of each part, as it was officially one of each device
 * @param precision what convolutions and matrix products compute in; the parameters are float32
 * @param seed of weights and revived codes
 */
public record TokenizerTrainingConfig(
    VqganConfig model,
    QuantizerLossConfig quantizer,
    PerceptualConfig perceptual,
    AdversaryConfig adversary,
    OptimizerConfig generator,
    OptimizerConfig discriminator,
    boolean reviveDeadCodes,
    long steps,
    int batchSize,
    int microBatches,
    Precision precision,
    long seed) {

  /** The official {@code vqgan_config.py} for 256×256 images. */
  public static final TokenizerTrainingConfig IMAGENET_256 =
      new TokenizerTrainingConfig(
          new VqganConfig(256, 128, "1,1,2,2,4", 2, 1024, 256),
          QuantizerLossConfig.OFFICIAL,
          PerceptualConfig.OFF,
          AdversaryConfig.OFFICIAL,
          OptimizerConfig.TOKENIZER,
          OptimizerConfig.TOKENIZER,
          false,
          1_000_000,
          256,
          1,
          Precision.FLOAT32,
          42);

  /** The same for 512×512 images. */
  public static final TokenizerTrainingConfig IMAGENET_512 =
      IMAGENET_256.withModel(new VqganConfig(512, 128, "1,1,2,2,4", 2, 1024, 256));

  /** A small one: 64×64 images as 8×8 tokens, which two cores train in hours. */
  public static final TokenizerTrainingConfig SMALL =
      new TokenizerTrainingConfig(
          new VqganConfig(64, 32, "1,2,2,4", 1, 512, 64),
          QuantizerLossConfig.OFFICIAL,
          PerceptualConfig.OFF,
          new AdversaryConfig(
              128, 64, Resampling.BLUR, AdversarialLoss.HINGE, 0.01, 3_000, 10, 16, 0, 0.999),
          new OptimizerConfig(1e-3, RateSchedule.COSINE, 500, 0.9, 0.99, 1e-8, 0, 1, 0.999),
          new OptimizerConfig(2e-4, RateSchedule.CONSTANT, 200, 0.0, 0.99, 1e-8, 0, 0, 0),
          true,
          6_000,
          16,
          1,
          Precision.FLOAT32,
          42);

  /** A tiny one for tests: 16×16 images as 8×8 tokens, with every kind of step within four. */
  public static final TokenizerTrainingConfig TESTING =
      new TokenizerTrainingConfig(
          new VqganConfig(16, 32, "1,1", 1, 40, 16),
          QuantizerLossConfig.OFFICIAL,
          PerceptualConfig.OFF,
          new AdversaryConfig(
              16, 32, Resampling.BLUR, AdversarialLoss.NON_SATURATING, 0.1, 1, 10, 2, 0.01, 0.9),
          new OptimizerConfig(1e-3, RateSchedule.CONSTANT, 0, 0.5, 0.99, 1e-8, 0, 0, 0.9),
          OptimizerConfig.TOKENIZER,
          true,
          8,
          4,
          1,
          Precision.FLOAT32,
          42);

  /** The presets by the names that a file may give. */
  public static final ImmutableMap<String, TokenizerTrainingConfig> PRESETS =
      ImmutableMap.of("imagenet-256", IMAGENET_256, "imagenet-512", IMAGENET_512, "small", SMALL);

  /**
   * Checks the settings.
   *
   * @param model the tokenizer
   * @param quantizer the codebook's terms
   * @param perceptual the perceptual term
   * @param adversary the adversary; it judges images of powers of two
   * @param generator the tokenizer's optimizer
   * @param discriminator the adversary's optimizer
   * @param reviveDeadCodes any
   * @param steps at least 1
   * @param batchSize at least 1
   * @param microBatches at least 1, a divisor of the batch size
   * @param precision any that the machine supports
   * @param seed any
   * @throws IllegalArgumentException if a setting is something else
   */
  public TokenizerTrainingConfig {
    checkArgument(steps >= 1, "expected at least 1 of steps, found %s", steps);
    checkArgument(batchSize >= 1, "expected a batchSize of at least 1, found %s", batchSize);
    checkArgument(
        microBatches >= 1 && batchSize % microBatches == 0,
        "expected microBatches that divide the batchSize %s, found %s",
        batchSize,
        microBatches);
    if (adversary.weight() > 0) {
      DiscriminatorConfig unused = adversary.discriminator(model.imageSize());
    }
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
  public static TokenizerTrainingConfig parse(String json, String source) {
    JsonObject tree = ConfigJson.parse(json, source);
    String preset = ConfigJson.takeChoice(tree, "preset", PRESETS.keySet(), "imagenet-256", source);
    return ConfigJson.read(tree, PRESETS.get(preset), TokenizerTrainingConfig.class, source);
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
   * Changes the tokenizer.
   *
   * @param other the new one
   * @return a copy
   */
  public TokenizerTrainingConfig withModel(VqganConfig other) {
    return new TokenizerTrainingConfig(
        other,
        quantizer,
        perceptual,
        adversary,
        generator,
        discriminator,
        reviveDeadCodes,
        steps,
        batchSize,
        microBatches,
        precision,
        seed);
  }
}
