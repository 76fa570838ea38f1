package org.maskgit.transformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.testing.Golden;

/** Every intermediate value and the logits of the official transformer, within the named 5e-5. */
class TransformerGoldenTest {
  private static final double TOLERANCE = 5e-5;
  private static final int POSITIONS = 17;
  private static final String ACTIVATION = "act__";

  private static Golden golden;
  private static TransformerModel model;
  private static int[][] tokens;

  @BeforeAll
  static void load() {
    golden = Golden.npz("tiny_maskgit_forward");
    // A codebook of 74 leaves one class: the logits are cut as late as the interface allows.
    model = TransformerModel.load(Checkpoint.open(Golden.TINY_TRANSFORMER), 73);
    int[] ids = golden.ints("input_ids");
    tokens = new int[ids.length / POSITIONS][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Arrays.copyOfRange(ids, i * POSITIONS, (i + 1) * POSITIONS);
    }
  }

  @AfterAll
  static void close() {
    model.close();
    golden.close();
  }

  static List<String> modules() {
    return golden.names().stream()
        .filter(name -> name.startsWith(ACTIVATION))
        .map(name -> name.substring(ACTIVATION.length()).replace("__", "/"))
        .filter(TransformerGoldenTest::isOurs)
        .toList();
  }

  // The head's own values are cut to the codebook: see below.
  private static boolean isOurs(String module) {
    return !module.equals("MlmLayer_0") && !module.endsWith("mlm_bias");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void equalsTheModulesOfTheOfficialCode(String module) {
    float[] expected = golden.floats(ACTIVATION + module.replace("/", "__"));
    assertThat(Golden.maxAbsDifference(model.fetch(module, tokens), expected))
        .isLessThan(TOLERANCE);
  }

  @Test
  void equalsTheOfficialLogits() {
    float[] full = golden.floats("logits");
    int vocabulary = full.length / (tokens.length * POSITIONS);
    float[] expected = new float[tokens.length * POSITIONS * model.codebookSize()];
    for (int row = 0; row < tokens.length * POSITIONS; row++) {
      System.arraycopy(
          full, row * vocabulary, expected, row * model.codebookSize(), model.codebookSize());
    }
    assertThat(Golden.maxAbsDifference(model.logits(tokens), expected)).isLessThan(TOLERANCE);
  }

  @Test
  void readsTheMaskAsTheLastRowOfTheTable() {
    int[][] last =
        Arrays.stream(tokens)
            .map(row -> Arrays.stream(row).map(id -> id == -1 ? 74 : id).toArray())
            .toArray(int[][]::new);
    assertThat(model.logits(last)).isEqualTo(model.logits(tokens));
  }

  @Test
  void derivesTheConfigurationFromTheShapes() {
    assertThat(model.config()).isEqualTo(TransformerConfig.TESTING);
    assertThat(model.config().classes(64)).isEqualTo(10);
    assertThat(model.config().grid()).isEqualTo(4);
  }
}
