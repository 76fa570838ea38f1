package org.maskgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.editing.Box;
import org.maskgit.editing.Crop;
import org.maskgit.editing.LatentMask;
import org.maskgit.editing.Margins;
import org.maskgit.editing.OutpaintCanvas;
import org.maskgit.editing.OutpaintCanvas.Window;
import org.maskgit.editing.Placement;
import org.maskgit.editing.Seam;
import org.maskgit.image.Image;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.AutoregressiveSampler;
import org.maskgit.sampler.EntropyBoundedSampler;
import org.maskgit.sampler.HaltonSampler;
import org.maskgit.sampler.Sampler;
import org.maskgit.sampler.StepListener;
import org.maskgit.sampler.Temperature;
import org.maskgit.sampler.Truncation;
import org.maskgit.schedule.MaskSchedule;
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
  void whatAWindowMadeStaysInTheNextOnes() {
    OutpaintCanvas canvas = OutpaintCanvas.of(Placement.whole(64), new Margins(16, 70, 0, 30), 16);
    Map<Integer, int[]> windows = new TreeMap<>();
    GenerateRequest request = GenerateRequest.of(1, 4).withSeed("8");
    Outpainted outpainted =
        editor.outpaint(
            picture,
            canvas,
            Seam.POISSON,
            request,
            step -> windows.put(step.step() / 8, step.tokens()[1]));

    int[] tokens = outpainted.sampling().tokens()[1];
    int[] known = canvas.place(picture.tokens().toArray());
    for (int i = 0; i < known.length; i++) {
      assertThat(tokens[i]).isBetween(0, 63);
      if (known[i] >= 0) {
        assertThat(tokens[i]).isEqualTo(known[i]);
      }
    }
    ImmutableList<Window> places = canvas.windows();
    assertThat(windows).hasSizeGreaterThan(3);
    windows.forEach(
        (number, made) -> {
          Window place = places.get(number);
          for (int i = 0; i < 16; i++) {
            int at = (place.row() + i / 4) * canvas.columns() + place.column() + i % 4;
            assertThat(tokens[at]).isEqualTo(made[1 + i]);
          }
        });
    assertThat(editor.outpaintTokens(canvas, known, request, SILENT).tokens())
        .isDeepEqualTo(outpainted.sampling().tokens());
    RgbImage grown = outpainted.pictures().get(0);
    assertThat(grown).hasToString("RgbImage[94 × 150]");
    assertThat(Crop.of(grown, new Box(0, 16, 64, 64))).isEqualTo(picture.image().toRgb());
  }

  @Test
  void aWidePictureIsMadeOfTheSameWindowsAsANarrowOne() {
    GenerateRequest request = GenerateRequest.of(1).withSeed("8");
    int[][] tokens = new int[2][];
    for (int i = 0; i < 2; i++) {
      OutpaintCanvas canvas =
          OutpaintCanvas.of(Placement.whole(64), new Margins(0, 64 * (i + 1), 0, 0), 16);
      Outpainted outpainted = editor.outpaint(picture, canvas, Seam.BLUR, request, SILENT);
      tokens[i] = outpainted.sampling().tokens()[0];
    }
    for (int row = 0; row < 4; row++) {
      assertThat(Arrays.copyOfRange(tokens[1], row * 12, row * 12 + 8))
          .isEqualTo(Arrays.copyOfRange(tokens[0], row * 8, row * 8 + 8));
    }
  }

  @Test
  void aVariationWithoutForgettingIsThePicture() {
    GenerateRequest request = GenerateRequest.of(1, 2).withSeed("4");
    int[] tokens = picture.tokens().toArray();
    assertThat(editor.vary(picture, 0, request, SILENT).sampling().tokens())
        .isDeepEqualTo(new int[][] {tokens, tokens});
    for (Sampler sampler :
        List.of(
            HaltonSampler.of(4),
            new EntropyBoundedSampler(1, Temperature.ONE, Truncation.NONE),
            new AutoregressiveSampler(Temperature.ONE, Truncation.NONE))) {
      GenerateRequest other = request.withSampler(sampler);
      assertThat(editor.vary(picture, 0, other, SILENT).sampling().tokens()[1]).isEqualTo(tokens);
    }
    Generation half = editor.vary(picture, 0.5, request, SILENT);
    assertThat(half.input().get(0).asList()).isNotEqualTo(half.input().get(1).asList());
    for (int image = 0; image < 2; image++) {
      ImmutableIntArray input = half.input().get(image);
      assertThat(input.stream().filter(token -> token == -1)).hasSize(8);
      for (int i = 0; i < 16; i++) {
        if (input.get(i) >= 0) {
          assertThat(half.sampling().tokens()[image][i]).isEqualTo(tokens[i]);
        }
      }
    }
    assertThat(editor.vary(picture, 0.5, request, SILENT).sampling().tokens())
        .isDeepEqualTo(half.sampling().tokens());
  }

  @Test
  void anInterpolationBeginsAndEndsWithItsPictures() {
    TokenPicture other = editor.picture(new int[16]);
    Generation frames =
        editor.interpolate(
            picture,
            other,
            MaskSchedule.LINEAR,
            0.5,
            GenerateRequest.of(1, 1, 2, 2).withSeed("4"),
            SILENT);
    assertThat(frames.sampling().tokens()[0]).isEqualTo(picture.tokens().toArray());
    assertThat(frames.sampling().tokens()[3]).isEqualTo(new int[16]);
    assertThat(frames.images()).hasSize(4);
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
