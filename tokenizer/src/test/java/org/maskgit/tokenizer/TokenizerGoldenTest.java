package org.maskgit.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.image.Image;
import org.maskgit.testing.Golden;

/**
 * Every intermediate value of the official tokenizer, within the named 5e-5 (encoder) and 1e-4
 * (decoder); codes exactly.
 */
class TokenizerGoldenTest {
  private static final double ENCODER_TOLERANCE = 5e-5;
  private static final double DECODER_TOLERANCE = 1e-4;
  private static final int SIZE = 64;
  private static final int PIXELS = SIZE * SIZE * 3;
  private static final int GRID = 4;

  private static Golden golden;
  private static TokenizerModel model;

  @BeforeAll
  static void load() {
    golden = Golden.npz("tiny_tokenizer_forward");
    model = TokenizerModel.load(Checkpoint.open(Golden.TINY_TOKENIZER));
  }

  @AfterAll
  static void close() {
    model.close();
    golden.close();
  }

  static List<Activation> encoderModules() {
    return activations("encoder__").toList();
  }

  static List<Activation> decoderModules() {
    return activations("decoder__").toList();
  }

  /**
   * A golden output of one module, whole or its first rows.
   *
   * @param array the name in the golden file
   * @param module the module's path
   */
  record Activation(String array, String module) {}

  private static Stream<Activation> activations(String side) {
    return golden.names().stream()
        .filter(name -> name.startsWith("act_") && name.contains("__" + side))
        .map(name -> new Activation(name, name.substring(name.indexOf(side)).replace("__", "/")));
  }

  @ParameterizedTest
  @MethodSource("encoderModules")
  void equalsTheEncoderOfTheOfficialCode(Activation activation) {
    check(activation, model.fetch(activation.module(), images().get(0)), ENCODER_TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("decoderModules")
  void equalsTheDecoderOfTheOfficialCode(Activation activation) {
    int[] codes = grids("random_indices")[0];
    check(activation, model.fetch(activation.module(), codes, GRID), DECODER_TOLERANCE);
  }

  private static void check(Activation activation, float[] actual, double tolerance) {
    float[] expected = golden.floats(activation.array());
    float[] rows = Arrays.copyOf(actual, expected.length);
    assertThat(Golden.maxAbsDifference(rows, expected)).isLessThan(tolerance);
  }

  @Test
  void findsTheOfficialCodes() {
    assertThat(model.encode(images())).isDeepEqualTo(grids("indices"));
  }

  @Test
  void measuresTheOfficialDistances() {
    float[] expected = golden.floats("distances");
    float[] first = Arrays.copyOf(expected, expected.length / 2);
    float[] actual = model.fetch("quantizer/distances", images().get(0));
    assertThat(Golden.maxAbsDifference(actual, first)).isLessThan(DECODER_TOLERANCE);
  }

  @Test
  void looksCodesUpExactly() {
    float[] expected = golden.floats("quantized");
    float[] actual = model.fetch("quantizer", grids("indices")[0], GRID);
    assertThat(actual).isEqualTo(Arrays.copyOf(expected, actual.length));
  }

  @Test
  void decodesTheOfficialImages() {
    assertThat(difference("indices", "decoded")).isLessThan(DECODER_TOLERANCE);
    assertThat(difference("random_indices", "decoded_from_random_indices"))
        .isLessThan(DECODER_TOLERANCE);
  }

  private static double difference(String codes, String images) {
    float[] expected = golden.floats(images);
    double max = 0;
    List<Image> decoded = model.decode(grids(codes));
    for (int i = 0; i < decoded.size(); i++) {
      float[] image = Arrays.copyOfRange(expected, i * PIXELS, (i + 1) * PIXELS);
      max = Math.max(max, Golden.maxAbsDifference(decoded.get(i).rgb(), image));
    }
    return max;
  }

  @Test
  void derivesTheConfigurationFromTheShapes() {
    assertThat(model.config()).isEqualTo(TokenizerConfig.TESTING);
    assertThat(model.config().factor()).isEqualTo(16);
  }

  private static List<Image> images() {
    float[] pixels = golden.floats("image");
    return Stream.of(0, PIXELS)
        .map(from -> new Image(SIZE, SIZE, Arrays.copyOfRange(pixels, from, from + PIXELS)))
        .toList();
  }

  private static int[][] grids(String name) {
    int[] flat = golden.ints(name);
    int cells = GRID * GRID;
    return Stream.iterate(0, from -> from < flat.length, from -> from + cells)
        .map(from -> Arrays.copyOfRange(flat, from, from + cells))
        .toArray(int[][]::new);
  }
}
