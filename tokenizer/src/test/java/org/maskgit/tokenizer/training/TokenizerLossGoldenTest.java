package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.graph.ModelSession;
import org.maskgit.graph.ModuleScope;
import org.maskgit.testing.Golden;
import org.maskgit.tokenizer.Decoder;
import org.maskgit.tokenizer.Encoder;
import org.maskgit.tokenizer.TokenizerConfig;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The official tokenizer in training: losses within 1e-5, the gradient of every leaf within 1e-3 of
 * the leaf's largest (the entropy loss divides by 0.01 and amplifies rounding).
 */
class TokenizerLossGoldenTest {
  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double GRADIENT_TOLERANCE = 1e-3;
  private static final double ACTIVATION_TOLERANCE = 5e-5;

  /** Below this a gradient is mathematically 0: a bias in front of a norm of single channels. */
  private static final double ZERO_GRADIENT = 1e-6;

  private static final TokenizerConfig SIZES =
      new TokenizerConfig(32, ImmutableList.of(1, 2), 1, 40, 16);
  private static final DiscriminatorConfig ADVERSARY = DiscriminatorConfig.official(16);
  private static final Shape IMAGES = Shape.of(3, 16, 16, 3);
  private static final String ALL = "grads_total";

  private static Golden golden;
  private static JsonObject json;
  private static Map<String, float[]> run;

  @BeforeAll
  static void run() {
    golden = Golden.npz("train_tokenizer_forward");
    json = Golden.json("train_tokenizer");
    Fetches fetches = new Fetches();
    try (ModelSession session =
            ModelSession.open(root -> build(root, fetches), "the tokenizer", weights());
        TFloat32 image = TFloat32.tensorOf(IMAGES, DataBuffers.of(golden.floats("image")))) {
      run = fetches.run(session, Map.of("image", image));
    }
  }

  /** Adds the losses up as the official code does. */
  private static void build(ModuleScope root, Fetches fetches) {
    Ops tf = root.tf();
    Operand<TFloat32> image = images(root);
    Operand<TFloat32> features = Encoder.apply(root.module("encoder"), SIZES, image);
    QuantizerTerms quantizer =
        QuantizerTerms.build(
            root.module("quantizer"), SIZES, QuantizerLossConfig.OFFICIAL, features);
    Operand<TFloat32> reconstruction =
        Decoder.apply(root.module("decoder"), SIZES, quantizer.codes());
    Operand<TFloat32> l2 = Losses.l2(tf, image, reconstruction);
    Operand<TFloat32> total = tf.math.add(l2, quantizer.total());
    Operand<TFloat32> adversarial =
        AdversarialLoss.NON_SATURATING.generator(
            tf, Discriminator.apply(root.module("discriminator"), ADVERSARY, reconstruction));
    Operand<TFloat32> withAdversary =
        tf.math.add(total, tf.math.mul(tf.constant(0.1f), adversarial));

    fetches.add("encoder_output", features);
    fetches.add("quantized_straight_through", quantizer.codes());
    fetches.add("indices", quantizer.oneHot());
    fetches.add("reconstruction", reconstruction);
    fetches.add("l2", l2);
    fetches.add("e_latent_loss", quantizer.commitment());
    fetches.add("q_latent_loss", quantizer.codebook());
    fetches.add("entropy_loss", quantizer.entropy());
    fetches.add("quantizer_loss", quantizer.total());
    fetches.add("total", total);
    fetches.add("total_with_adversarial", withAdversary);
    addGradients(fetches, ALL, root, total);
    addGradients(fetches, "grads_l2_only", root, l2);
    addGradients(fetches, "grads_quantizer_loss_only", root, quantizer.total());
    addGradients(fetches, "grads_entropy_only", root, quantizer.entropy());
    addGradients(fetches, "grads_total_with_adversarial", root, withAdversary);
  }

  private static void addGradients(
      Fetches fetches, String name, ModuleScope root, Operand<TFloat32> loss) {
    fetches.addGradients(name, root, loss, key -> !key.startsWith("discriminator/"));
  }

  private static Checkpoint weights() {
    Checkpoint tokenizer = Checkpoint.open(Golden.file("train_tokenizer_checkpoint.msgpack"));
    Checkpoint discriminator =
        RecipeWeights.of(
            root -> Discriminator.apply(root.module("discriminator"), ADVERSARY, images(root)),
            json.get("discriminator_recipe_seed").getAsInt());
    List<CheckpointTensor> tensors = new ArrayList<>(tokenizer.tensors().values());
    tensors.addAll(discriminator.tensors().values());
    return Checkpoint.of("golden", tensors);
  }

  private static Operand<TFloat32> images(ModuleScope root) {
    return root.tf().withName("image").placeholder(TFloat32.class, Placeholder.shape(IMAGES));
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"encoder_output", "quantized_straight_through", "reconstruction"})
  void computesTheOfficialForwardPass(String name) {
    assertThat(Golden.maxAbsDifference(run.get(name), golden.floats(name)))
        .isLessThan(ACTIVATION_TOLERANCE);
  }

  @Test
  void findsTheOfficialCodes() {
    float[] oneHot = run.get("indices");
    int[] expected = golden.ints("indices");
    for (int row = 0; row < expected.length; row++) {
      assertThat(oneHot[row * SIZES.codebookSize() + expected[row]]).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "l2",
        "e_latent_loss",
        "q_latent_loss",
        "entropy_loss",
        "quantizer_loss",
        "total",
        "total_with_adversarial"
      })
  void computesTheOfficialLosses(String name) {
    double expected = json.get(name).getAsDouble();
    assertThat((double) run.get(name)[0])
        .isCloseTo(expected, within(Math.abs(expected) * LOSS_TOLERANCE));
  }

  @Test
  void hasTheOfficialGradientOfEveryLeaf() {
    Checkpoint.open(Golden.file("train_tokenizer_grads.msgpack"))
        .tensors()
        .forEach(
            (key, tensor) -> {
              float[] expected = tensor.floats();
              double scale = Math.max(Errors.largest(expected), ZERO_GRADIENT);
              float[] actual = run.get(ALL + "/" + key);
              assertThat(Golden.maxAbsDifference(actual, expected) / scale)
                  .as(key)
                  .isLessThan(GRADIENT_TOLERANCE);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grads_l2_only",
        "grads_quantizer_loss_only",
        "grads_entropy_only",
        "grads_total_with_adversarial"
      })
  void hasTheOfficialGradientsOfEachPart(String part) {
    JsonObject leaves = json.getAsJsonObject(part);
    for (String key : leaves.keySet()) {
      Statistics expected = Statistics.read(leaves.getAsJsonObject(key));
      float[] values = run.get(part + "/" + key);
      if (values == null) {
        assertThat(expected.l2()).as(key).isZero();
      } else {
        Statistics.of(values).check(key, expected, values.length, GRADIENT_TOLERANCE);
      }
    }
  }
}
