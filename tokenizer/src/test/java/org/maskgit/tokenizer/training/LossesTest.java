package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Ascii;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.maskgit.testing.Golden;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The official losses and their gradients, within the named 1e-5 of their size (1e-4 for the
 * entropy loss at temperature 0.01).
 */
class LossesTest {
  private static final double TOLERANCE = 1e-5;
  private static final double COLD_TOLERANCE = 1e-4;

  private static Golden golden;
  private static JsonObject scalars;

  @BeforeAll
  static void load() {
    golden = Golden.npz("losses");
    scalars = Golden.json("losses").getAsJsonObject("scalars");
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  @Test
  void measuresAbsoluteDifferences() {
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> b = pair(run, "pair_b");
      Operand<TFloat32> loss = Losses.l1(run.tf(), pair(run, "pair_a"), b);
      check(run, loss, "l1", TOLERANCE);
      checkGradient(run, loss, b, "l1__grad_b", TOLERANCE);
    }
  }

  @Test
  void measuresSquaredDifferences() {
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> b = pair(run, "pair_b");
      Operand<TFloat32> loss = Losses.l2(run.tf(), pair(run, "pair_a"), b);
      check(run, loss, "l2", TOLERANCE);
      checkGradient(run, loss, b, "l2__grad_b", TOLERANCE);
    }
  }

  private static Operand<TFloat32> pair(GraphRun run, String name) {
    return run.input(golden.floats(name), 3, 5, 4, 3);
  }

  @Test
  void takesTheSigmoidCrossEntropy() {
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> logits = run.input(golden.floats("sig_logits"), 6, 1);
      Operand<TFloat32> labels = run.input(golden.floats("sig_labels"), 6, 1);
      Operand<TFloat32> loss = Losses.sigmoidCrossEntropy(run.tf(), labels, logits);
      checkArray(run.run(loss), golden.floats("sig_ce"), TOLERANCE);
      checkGradient(run, loss, logits, "sig_ce__grad", TOLERANCE);
    }
  }

  @ParameterizedTest
  @EnumSource(AdversarialLoss.class)
  void playsTheOfficialGames(AdversarialLoss loss) {
    String name = loss == AdversarialLoss.HINGE ? "hinge" : "non-saturating";
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> real = run.input(golden.floats("real_logit"), 7, 1);
      Operand<TFloat32> fake = run.input(golden.floats("fake_logit"), 7, 1);
      Operand<TFloat32> discriminator = loss.discriminator(run.tf(), real, fake);
      check(run, discriminator, "d_" + name, TOLERANCE);
      checkGradient(run, discriminator, real, "d_" + name + "__grad_real", TOLERANCE);
      checkGradient(run, discriminator, fake, "d_" + name + "__grad_fake", TOLERANCE);
      Operand<TFloat32> generator = loss.generator(run.tf(), fake);
      check(run, generator, "g_" + name, TOLERANCE);
      checkGradient(run, generator, fake, "g_" + name + "__grad_fake", TOLERANCE);
    }
  }

  static Stream<Arguments> entropies() {
    return Stream.of("small", "distances")
        .flatMap(
            scale ->
                Stream.of(EntropyType.values())
                    .flatMap(
                        type ->
                            Stream.of("1.0", "0.5", "0.01")
                                .map(temperature -> Arguments.of(scale, type, temperature))));
  }

  @ParameterizedTest
  @MethodSource("entropies")
  void takesTheEntropyOfTheCodes(String scale, EntropyType type, String temperature) {
    String name = "entropy_%s_%s_t%s".formatted(scale, Ascii.toLowerCase(type.name()), temperature);
    double tolerance = temperature.equals("0.01") ? COLD_TOLERANCE : TOLERANCE;
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> affinity = run.input(golden.floats("entropy_affinity_" + scale), 40, 16);
      Operand<TFloat32> loss =
          Losses.entropy(run.tf(), affinity, type, Float.parseFloat(temperature));
      check(run, loss, name, tolerance);
      checkGradient(run, loss, affinity, name + "__grad", tolerance);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void measuresThePerplexityOfOneReplica(int replica) {
    float[] all = golden.floats("perplexity_inputs_2replicas");
    float[] rows = Arrays.copyOfRange(all, replica * 12 * 9, (replica + 1) * 12 * 9);
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> perplexity = Losses.perplexity(run.tf(), run.input(rows, 12, 9));
      double expected = golden.floats("perplexity_single")[replica];
      assertThat((double) run.run(perplexity)[0]).isCloseTo(expected, within(expected * TOLERANCE));
    }
  }

  @Test
  void measuresThePerplexityOfAllReplicas() {
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> rows = run.input(golden.floats("perplexity_inputs_2replicas"), 24, 9);
      double expected = golden.floats("perplexity_all")[0];
      assertThat((double) run.run(Losses.perplexity(run.tf(), rows))[0])
          .isCloseTo(expected, within(expected * TOLERANCE));
    }
  }

  @Test
  void pullsLogitsTowardsTheOtherSidesAverage() {
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> real = run.input(new float[] {1, -3}, 2, 1);
      Operand<TFloat32> fake = run.input(new float[] {0.5f, -2}, 2, 1);
      Operand<TFloat32> averageReal = run.tf().constant(1f);
      Operand<TFloat32> averageFake = run.tf().constant(-1f);
      Operand<TFloat32> loss = Losses.leCam(run.tf(), real, fake, averageReal, averageFake);
      // ((1 + 1)² + 0) / 2 + ((1 − 0.5)² + (1 + 2)²) / 2
      assertThat(run.run(loss)[0]).isEqualTo(2f + 4.625f);
    }
  }

  private static void check(GraphRun run, Operand<TFloat32> loss, String name, double tolerance) {
    double expected = scalars.get(name).getAsDouble();
    assertThat((double) run.run(loss)[0])
        .isCloseTo(expected, within(Math.abs(expected) * tolerance));
  }

  private static void checkGradient(
      GraphRun run, Operand<TFloat32> loss, Operand<TFloat32> at, String name, double tolerance) {
    checkArray(run.run(run.gradient(loss, at)), golden.floats(name), tolerance);
  }

  private static void checkArray(float[] actual, float[] expected, double tolerance) {
    assertThat(Errors.relative(actual, expected)).isLessThan(tolerance);
  }
}
