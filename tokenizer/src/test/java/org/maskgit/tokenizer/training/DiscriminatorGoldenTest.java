package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.graph.ModelSession;
import org.maskgit.graph.ModuleScope;
import org.maskgit.testing.Golden;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** The official discriminator, its gradient penalty and the gradient of that, within 1e-3. */
class DiscriminatorGoldenTest {
  private static final double TOLERANCE = 1e-3;
  private static final float R1_COST = 10;
  private static final Shape IMAGES = Shape.of(2, 64, 64, 3);
  private static final String GRADIENT = "gradient";
  private static final String GRADIENT_AT_INPUT = "grad_input";
  private static final String RECTIFIED = "rectified/";

  private static final Map<Resampling, Map<String, float[]>> RUNS = new EnumMap<>(Resampling.class);
  private static Golden golden;
  private static JsonObject json;

  @BeforeAll
  static void run() {
    golden = Golden.npz("discriminator_64");
    json = Golden.json("discriminator_64");
    for (Resampling resampling : Resampling.values()) {
      RUNS.put(resampling, run(resampling));
    }
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  private static Map<String, float[]> run(Resampling resampling) {
    Fetches fetches = new Fetches();
    List<Operand<TFloat32>> rectified = new ArrayList<>();
    DiscriminatorConfig config = DiscriminatorConfig.official(64).withResampling(resampling);
    try (ModelSession session =
            ModelSession.open(
                root -> rectified.addAll(build(root, config, fetches)),
                "the discriminator",
                RecipeWeights.of(
                    root -> Discriminator.apply(root, config, images(root, "image")),
                    json.get("recipe_seed").getAsInt()));
        TFloat32 image = TFloat32.tensorOf(IMAGES, DataBuffers.of(golden.floats("image")));
        TFloat32 fake = TFloat32.tensorOf(IMAGES, DataBuffers.of(golden.floats("fake")))) {
      Map<String, float[]> found = fetches.run(session, Map.of("image", image, "fake", fake));
      List<float[]> inputs = new ArrayList<>();
      for (int i = 0; i < rectified.size(); i++) {
        inputs.add(found.remove(RECTIFIED + i));
      }
      float[] settled =
          Kinks.of(session, image, rectified, inputs)
              .settle(
                  fetches.get(GRADIENT_AT_INPUT),
                  found.get(GRADIENT_AT_INPUT),
                  golden.floats(prefix(resampling) + GRADIENT_AT_INPUT),
                  TOLERANCE);
      found.put(GRADIENT_AT_INPUT, settled);
      return found;
    }
  }

  /** Builds what is fetched; returns the inputs of the rectifiers that judge real images. */
  private static List<Operand<TFloat32>> build(
      ModuleScope root, DiscriminatorConfig config, Fetches fetches) {
    Ops tf = root.tf();
    Operand<TFloat32> image = images(root, "image");
    Operand<TFloat32> fakeLogits = Discriminator.apply(root, config, images(root, "fake"));
    Operand<TFloat32> logits = Discriminator.apply(root, config, image);
    Operand<TFloat32> penalty =
        tf.math.mul(tf.constant(R1_COST), Losses.gradientPenalty(tf, logits, image));
    fetches.add("logits", logits);
    fetches.add("fake_logits", fakeLogits);
    fetches.add(GRADIENT_AT_INPUT, Losses.inputGradient(tf, logits, image));
    fetches.add("r1_penalty_cost10", penalty);
    for (String module : root.outputs().keySet()) {
      if (!module.isEmpty()) {
        fetches.add(
            module, tf.identity(root.outputs().get(module).asOutput().expect(TFloat32.class)));
      }
    }
    if (config.resampling() == Resampling.BLUR) {
      Operand<TFloat32> loss =
          tf.math.add(
              AdversarialLoss.NON_SATURATING.discriminator(tf, logits, fakeLogits), penalty);
      fetches.add("d_loss_nonsat_plus_r1", loss);
      fetches.addGradients(GRADIENT, root, loss, key -> true);
    }
    List<Operand<TFloat32>> rectified = Kinks.rectified(logits);
    for (int i = 0; i < rectified.size(); i++) {
      fetches.add(RECTIFIED + i, rectified.get(i));
    }
    return rectified;
  }

  private static Operand<TFloat32> images(ModuleScope root, String name) {
    return root.tf().withName(name).placeholder(TFloat32.class, Placeholder.shape(IMAGES));
  }

  private static String prefix(Resampling resampling) {
    return resampling == Resampling.BLUR ? "blur__" : "avg__";
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void judgesAsTheOfficialCode(Resampling resampling) {
    check(resampling, "logits");
    check(resampling, "fake_logits");
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void equalsEveryModuleOfTheOfficialCode(Resampling resampling) {
    String first = prefix(resampling) + "act_first8__";
    String mean = prefix(resampling) + "act_mean_abs__";
    for (String name : golden.names()) {
      if (name.startsWith(first)) {
        String module = name.substring(first.length());
        float[] values = RUNS.get(resampling).get(module);
        float[] expected = golden.floats(name);
        check(Arrays.copyOf(values, expected.length), expected);
        check(new float[] {meanAbs(values)}, golden.floats(mean + module));
      }
    }
  }

  private static float meanAbs(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += Math.abs(value);
    }
    return (float) (sum / values.length);
  }

  @Test
  void blursAsTheOfficialCode() {
    float[] expected = golden.floats("blur__ResBlock_0_BlurPool2D_0_out_channels0to3");
    float[] all = RUNS.get(Resampling.BLUR).get("ResBlock_0/BlurPool2D_0");
    int channels = 256;
    float[] actual = new float[expected.length];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = all[i / 4 * channels + i % 4];
    }
    check(actual, expected);
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void penalisesTheGradientAtRealImages(Resampling resampling) {
    check(resampling, "r1_penalty_cost10");
  }

  /** Every element is within the tolerance once the kinks within rounding of 0 are settled. */
  @ParameterizedTest
  @EnumSource(Resampling.class)
  void hasTheOfficialGradientAtRealImages(Resampling resampling) {
    check(resampling, GRADIENT_AT_INPUT);
  }

  @Test
  void differentiatesThePenaltyAgain() {
    check(Resampling.BLUR, "d_loss_nonsat_plus_r1");
    JsonObject leaves =
        json.getAsJsonObject("blur").getAsJsonObject("param_grads_of_d_loss_nonsat_plus_r1_cost10");
    for (String key : leaves.keySet()) {
      float[] gradient = RUNS.get(Resampling.BLUR).get(GRADIENT + "/" + key);
      Statistics.of(gradient)
          .check(key, Statistics.read(leaves.getAsJsonObject(key)), gradient.length, TOLERANCE);
    }
  }

  private static void check(Resampling resampling, String name) {
    check(RUNS.get(resampling).get(name), golden.floats(prefix(resampling) + name));
  }

  private static void check(float[] actual, float[] expected) {
    assertThat(Errors.relative(actual, expected)).isLessThan(TOLERANCE);
  }
}
