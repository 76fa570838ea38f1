package org.maskgit.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.maskgit.graph.Execution;
import org.maskgit.graph.Kernels;
import org.maskgit.graph.Precision;
import org.maskgit.testing.Golden;

/** The official logits by other kernels and in bfloat16, where this machine can. */
final class ExecutionGoldenTest {
  private static final int POSITIONS = 17;
  private static final int CODEBOOK = 73;
  private static final Execution ONEDNN =
      new Execution(Device.CPU, Kernels.ONEDNN, Precision.FLOAT32);

  private static Golden golden;
  private static int[][] tokens;

  @BeforeAll
  static void load() {
    golden = Golden.npz("tiny_maskgit_forward");
    int[] ids = golden.ints("input_ids");
    tokens = new int[ids.length / POSITIONS][];
    Arrays.setAll(tokens, i -> Arrays.copyOfRange(ids, i * POSITIONS, (i + 1) * POSITIONS));
  }

  @AfterAll
  static void close() {
    golden.close();
  }

  private static TransformerModel open(Execution execution) {
    assumeTrue(execution.obstacle().isEmpty(), () -> execution.obstacle().orElseThrow());
    return TransformerModel.load(Checkpoint.open(Golden.TINY_TRANSFORMER), CODEBOOK, execution);
  }

  private static float[] official() {
    float[] full = golden.floats("logits");
    int rows = tokens.length * POSITIONS;
    float[] logits = new float[rows * CODEBOOK];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(full, row * full.length / rows, logits, row * CODEBOOK, CODEBOOK);
    }
    return logits;
  }

  /** Of the logits of the first rows. */
  private static double relativeError(float[] actual) {
    float[] expected = official();
    double difference = 0;
    double size = 0;
    for (int i = 0; i < actual.length; i++) {
      difference += Math.pow(actual[i] - expected[i], 2);
      size += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / size);
  }

  @ParameterizedTest
  @EnumSource(Kernels.class)
  void allKernelsGiveTheOfficialLogitsAndLayers(Kernels kernels) {
    try (TransformerModel model = open(new Execution(Device.CPU, kernels, Precision.FLOAT32))) {
      assertThat(Golden.maxAbsDifference(model.logits(tokens), official())).isLessThan(5e-5);
      for (String module :
          List.of(
              "Embed_0",
              "TransformerLayer_0/Attention_0",
              "TransformerLayer_0/Mlp_0/layer_output",
              "TransformerLayer_2")) {
        float[] expected = golden.floats("act__" + module.replace("/", "__"));
        assertThat(Golden.maxAbsDifference(model.fetch(module, tokens), expected))
            .as(module)
            .isLessThan(5e-5);
      }
    }
  }

  /** Packed weights are found again whatever number of rows comes next. */
  @Test
  void packedWeightsServeBatchesOfAnySize() {
    try (TransformerModel model =
        open(new Execution(Device.CPU, Kernels.ONEDNN_PACKED, Precision.BFLOAT16))) {
      for (int rows = tokens.length; rows > 0; rows--) {
        float[] some = model.logits(Arrays.copyOf(tokens, rows));
        assertThat(relativeError(some)).as("%d rows", rows).isLessThan(0.025);
      }
    }
  }

  /** To the bit where the CPU has bfloat16 units; AVX2 kernels sum few rows in another order. */
  @Test
  void theOneDnnKernelsGiveTheSameInEveryBatch() {
    double allowed = Precision.BFLOAT16.isSupported() ? 0 : 5e-5;
    try (TransformerModel model = open(ONEDNN)) {
      float[] together = model.logits(tokens);
      int size = together.length / tokens.length;
      for (int i = 0; i < tokens.length; i++) {
        float[] alone = model.logits(new int[][] {tokens[i]});
        float[] row = Arrays.copyOfRange(together, i * size, (i + 1) * size);
        assertThat(Golden.maxAbsDifference(alone, row)).isLessThanOrEqualTo(allowed);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kernels.class)
  void bfloat16StaysNearTheOfficialLogits(Kernels kernels) {
    try (TransformerModel model = open(new Execution(Device.CPU, kernels, Precision.BFLOAT16))) {
      assertThat(relativeError(model.logits(tokens))).isBetween(1e-4, 0.025);
    }
  }
}
