package org.maskgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Seam;
import org.maskgit.image.Image;
import org.maskgit.sampler.StepListener;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.ClassNames;

/** Edits, with the tiny model: 4 × 4 tokens of 16 pixels. */
class EditorTest {
  private static final LatentMask MASK = LatentMask.of(4, i -> i == 5 || i == 6 || i == 15);
  private static final StepListener SILENT = StepListener.none();

  private static MaskGit maskgit;
  private static Editor editor;
  private static TokenPicture picture;

  @BeforeAll
  static void load() {
    maskgit = MaskGit.load(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER);
    editor = Editor.of(maskgit);
    try (Golden golden = Golden.npz("editing")) {
      picture = editor.picture(new Image(64, 64, golden.floats("edit64_image")));
    }
  }

  @AfterAll
  static void close() {
    maskgit.close();
  }

  @Test
  void tokensOutsideTheMaskNeverChange() {
    GenerateRequest request = GenerateRequest.of(1, 2, 3).withSeed("5");
    Generation generation = editor.inpaint(picture, MASK, Seam.NONE, request, SILENT);
    for (int[] tokens : generation.sampling().tokens()) {
      for (int i = 0; i < 16; i++) {
        if (!MASK.isMasked(i)) {
          assertThat(tokens[i]).isEqualTo(picture.tokens().get(i));
        }
      }
    }
    Generation again = editor.inpaint(picture, MASK, Seam.NONE, request, SILENT);
    assertThat(again.sampling().tokens()).isDeepEqualTo(generation.sampling().tokens());
    assertThat(generation.images()).isEqualTo(maskgit.decode(generation.sampling().tokens()));
    assertThat(generation.input().get(0).get(5)).isEqualTo(-1);
  }

  @Test
  void pixelsOutsideTheTokensStayWithPoisson() {
    Generation generation =
        editor.inpaint(picture, MASK, Seam.POISSON, GenerateRequest.of(1), SILENT);
    float[] before = picture.image().rgb();
    float[] after = generation.images().get(0).rgb();
    for (int i = 0; i < before.length; i++) {
      int pixel = i / 3;
      if (!MASK.isMasked(pixel / 64 / 16 * 4 + pixel % 64 / 16)) {
        assertThat(after[i]).isEqualTo(before[i]);
      }
    }
  }

  /** The tiny model, said to have a class less than rows: its last one is the unconditional. */
  @Test
  void theClassMayBeLeftOutWhereWeightsHaveTheUnconditionalOne(@TempDir Path folder) {
    GenerateRequest request = GenerateRequest.of(9).withSeed("3");
    int[][] expected =
        editor.inpaint(picture, MASK, Seam.NONE, request, SILENT).sampling().tokens();
    Path weights = folder.resolve("transformer.safetensors");
    Checkpoint.open(Golden.TINY_TRANSFORMER)
        .withMetadata(ClassNames.parse("a\nb\nc\nd\ne\nf\ng\nh\ni").metadata())
        .write(weights, CheckpointFormat.SAFETENSORS);
    try (MaskGit other = MaskGit.load(weights, Golden.TINY_TOKENIZER)) {
      assertThat(other.unconditionalClass()).hasValue(9);
      Generation generation = Editor.of(other).inpaint(picture, MASK, Seam.NONE, request, SILENT);
      assertThat(generation.sampling().tokens()).isDeepEqualTo(expected);
      assertThatThrownBy(() -> other.generate(GenerateRequest.of(10)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected labels from 0 to 8, found 10");
    }
  }

  @Test
  void tokensAreAPictureToo() {
    TokenPicture decoded = editor.picture(picture.tokens().toArray());
    assertThat(decoded.tokens()).isEqualTo(picture.tokens());
    assertThat(decoded.image().toRgb())
        .isEqualTo(maskgit.decode(new int[][] {picture.tokens().toArray()}).get(0).toRgb());
  }

  @Test
  void saysWhatAnEditNeeds() {
    GenerateRequest request = GenerateRequest.of(1);
    assertThatThrownBy(
            () ->
                editor.inpaint(picture, LatentMask.of(5, i -> i == 1), Seam.NONE, request, SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 5 × 5 image tokens, found 16");
    GenerateRequest own = request.withInputTokens(new int[1][16]);
    assertThatThrownBy(() -> editor.inpaint(picture, MASK, Seam.NONE, own, SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("they come from the picture");
    assertThatThrownBy(() -> editor.picture(new Image(32, 32, new float[32 * 32 * 3])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a picture of 64×64, found 32×32");
    assertThatThrownBy(() -> editor.picture(new int[15]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 16 tokens, found 15");
  }
}
