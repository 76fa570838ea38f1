package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.image.Image;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.testing.Golden;

/**
 * Every mask, token and composite of {@code editing.npz}; the boxes are in {@code editing.json}.
 */
class EditingGoldenTest {
  private static final int FACTOR = 16;
  private static final int TINY_CODEBOOK = 64;

  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void masksTokensAndSoftensAsTheOfficialCode(int size) {
    int grid = size / FACTOR;
    int cells = grid * grid;
    int[] imageTokens = IntStream.range(0, cells).map(i -> i % 1024).toArray();
    List<Box> boxes = boxes(Golden.json("editing").getAsJsonArray("bbox" + size));
    assertThat(boxes).hasSize(size == 256 ? 20 : 4);
    try (Golden golden = Golden.npz("editing")) {
      int[] masks = golden.ints("bbox%d_latent_masks".formatted(size));
      int[] tokens =
          golden.ints("bbox%d_input_tokens_label207_tokens_arange_mod1024".formatted(size));
      int[] soft = golden.ints("bbox%d_soft_mask_uint8".formatted(size));
      for (int i = 0; i < boxes.size(); i++) {
        // One of the boxes is empty: the formula answers it, the public factory refuses it.
        LatentMask mask = LatentMask.asPublished(boxes.get(i), size, grid);
        assertThat(asInts(mask)).isEqualTo(row(masks, i, cells));
        assertThat(InputTokens.edited(new int[] {207}, 1024, imageTokens, mask))
            .isDeepEqualTo(new int[][] {row(tokens, i, 1 + cells)});
        assertThat(unsigned(SoftMask.of(mask, size).gray().gray()))
            .isEqualTo(row(soft, i, size * size));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void makesTheTinyModelsInputTokens(int index) {
    var editing = Golden.json("editing").getAsJsonObject("edit64");
    var edit = editing.getAsJsonArray("cases").get(index).getAsJsonObject();
    Box box = box(edit.get("bbox_top_left_height_width"));
    LatentMask mask = LatentMask.of(box, 64, 4);
    try (Golden golden = Golden.npz("editing")) {
      float[] expected = golden.floats("edit64_%d_latent_mask".formatted(index));
      for (int i = 0; i < expected.length; i++) {
        assertThat(mask.isMasked(i)).isEqualTo(expected[i] == 1);
      }
      assertThat(mask.count()).isEqualTo(17 - edit.get("known").getAsInt());
      int label = edit.get("label").getAsInt();
      int[][] tokens =
          InputTokens.edited(
              new int[] {label, label}, TINY_CODEBOOK, tinyImageTokens(golden), mask);
      int[] batch = golden.ints("edit64_%d_input_tokens".formatted(index));
      assertThat(tokens).isDeepEqualTo(new int[][] {row(batch, 0, 17), row(batch, 1, 17)});
    }
  }

  /** The picture's tokens: case 1 shows all but the upper left four, case 3 the upper half. */
  private static int[] tinyImageTokens(Golden golden) {
    int[] lower = golden.ints("edit64_1_input_tokens");
    int[] upper = golden.ints("edit64_3_input_tokens");
    int[] tokens = new int[16];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = i < 8 ? upper[1 + i] : lower[1 + i];
    }
    return tokens;
  }

  @Test
  void leavesEverythingButTheClassUnknown() {
    int[][] tokens = InputTokens.masked(new int[] {7, 7, 7}, TINY_CODEBOOK, 16);
    try (Golden golden = Golden.npz("editing")) {
      int[] expected = golden.ints("create_input_tokens_normal_label7_batch3");
      assertThat(Arrays.stream(tokens).flatMapToInt(Arrays::stream).toArray()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void blendsAsTheOfficialCode(int index) {
    var edit = Golden.json("editing").getAsJsonObject("edit64").getAsJsonArray("cases").get(index);
    Box box = box(edit.getAsJsonObject().get("bbox_top_left_height_width"));
    SoftMask mask = SoftMask.of(LatentMask.of(box, 64, 4), 64);
    try (Golden golden = Golden.npz("editing")) {
      Image original = new Image(64, 64, golden.floats("edit64_image"));
      float[] generated = golden.floats("edit64_%d_generated".formatted(index));
      float[] composites = golden.floats("edit64_%d_composite".formatted(index));
      int size = 64 * 64 * 3;
      for (int b = 0; b < 2; b++) {
        float[] decoded = Arrays.copyOfRange(generated, b * size, (b + 1) * size);
        float[] expected = Arrays.copyOfRange(composites, b * size, (b + 1) * size);
        Image blend = Composite.of(original, mask, new Image(64, 64, decoded));
        assertThat(Golden.maxAbsDifference(blend.rgb(), expected)).isZero();
      }
    }
  }

  @Test
  void drawsTheSoftMaskThatPillowWrote() {
    RgbImage expected = ImageFiles.read(Golden.file("edit_soft_mask_256_64_32_128_144.png"));
    LatentMask latent = LatentMask.of(Box.parse("64,32,128,144"), 256, 16);
    byte[] gray = SoftMask.of(latent, 256).gray().gray();
    byte[] repeated = new byte[gray.length * 3];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = gray[i / 3];
    }
    assertThat(new RgbImage(256, 256, repeated)).isEqualTo(expected);
  }

  private static List<Box> boxes(JsonArray texts) {
    return StreamSupport.stream(texts.spliterator(), false).map(EditingGoldenTest::box).toList();
  }

  /** The official code writes a box with underscores. */
  private static Box box(JsonElement text) {
    return Box.parse(text.getAsString().replace('_', ','));
  }

  private static int[] row(int[] flat, int index, int length) {
    return Arrays.copyOfRange(flat, index * length, (index + 1) * length);
  }

  private static int[] asInts(LatentMask mask) {
    return IntStream.range(0, mask.grid() * mask.grid())
        .map(i -> mask.isMasked(i) ? 1 : 0)
        .toArray();
  }

  private static int[] unsigned(byte[] samples) {
    return IntStream.range(0, samples.length).map(i -> samples[i] & 0xff).toArray();
  }
}
