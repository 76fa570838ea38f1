package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.editing.Box;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.PillowResize;
import org.maskgit.image.RgbImage;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.maskgit.testing.Golden;
import org.maskgit.tools.recipe.RecipeText;
import org.tensorflow.ndarray.Shape;

/** {@code maskgit inpaint}, with the tiny model: 4 × 4 tokens of 16 pixels. */
final class InpaintTest {
  /** 200 pixels wide and 150 high. */
  private static final Path SOURCE = Golden.file("edit_source_200x150.png");

  @TempDir private Path folder;

  @BeforeEach
  void drawMasks() {
    mask("half.png", 150, 200, Optional.of(new Box(0, 100, 150, 100)));
    mask("all.png", 150, 200, Optional.of(new Box(0, 0, 150, 200)));
    mask("none.png", 150, 200, Optional.empty());
    mask("small.png", 64, 64, Optional.of(new Box(0, 0, 10, 10)));
  }

  private void mask(String name, int height, int width, Optional<Box> white) {
    byte[] rgb = new byte[height * width * 3];
    white.ifPresent(
        box -> {
          for (int y = box.top(); y < box.top() + box.height(); y++) {
            for (int i = box.left() * 3; i < (box.left() + box.width()) * 3; i++) {
              rgb[y * width * 3 + i] = (byte) 255;
            }
          }
        });
    ImageFiles.writePng(in(name), new RgbImage(height, width, rgb));
  }

  private Path in(String name) {
    return folder.resolve(name);
  }

  @Test
  void whatIsNotMaskedStaysAndTheReplayGivesTheSame() {
    Cli.Run run =
        Cli.line(
            "inpaint --model %s --image %s --mask %s --label 3 --seed 5 --composite poisson"
                + " --tokens-out %s --output %s",
            Cli.TINY, SOURCE, in("half.png"), in("t.npy"), in("out.png"));
    assertThat(run.code()).as(run.err()).isZero();
    Cli.line("encode --model %s --image %s --tokens-out %s", Cli.TINY, SOURCE, in("encoded.npy"));
    int[] before = Npy.read(in("encoded.npy")).ints();
    int[] after = Npy.read(in("t.npy")).ints();
    for (int i = 0; i < 16; i++) {
      if (i % 4 < 2) {
        assertThat(after[i]).isEqualTo(before[i]);
      }
    }
    RgbImage old = PillowResize.bicubic(ImageFiles.read(SOURCE), 64, 64);
    RgbImage made = ImageFiles.read(in("out.png"));
    for (int i = 0; i < made.rgb().length; i++) {
      if (i / 3 % 64 < 32) {
        assertThat(made.rgb()[i]).isEqualTo(old.rgb()[i]);
      }
    }
    assertThat(made.rgb()).isNotEqualTo(old.rgb());
    assertThat(Cli.run("replay", in("out.png"), "--model", Cli.TINY).code()).isZero();
    JsonObject edit =
        RecipeText.readJson(in("out.png")).orElseThrow().getAsJsonObject().getAsJsonObject("edit");
    assertThat(edit.get("composite").getAsString()).isEqualTo("poisson");
    assertThat(edit.get("mask_sha256").getAsString()).hasSize(64);
    assertThat(edit.get("image_sha256").getAsString()).hasSize(64);
  }

  @Test
  void tokensAndPicturesOfAnyShapeAreTaken() {
    Cli.line("encode --model %s --image %s --tokens-out %s", Cli.TINY, SOURCE, in("e.npy"));
    Cli.Run tokens =
        Cli.line(
            "inpaint --model %s --input-tokens %s --mask %s --label 3 --seed 5 --composite none"
                + " --mask-dilate 1 --output %s",
            Cli.TINY, in("e.npy"), in("small.png"), in("out.png"));
    assertThat(tokens.code()).as(tokens.err()).isZero();
    int[] began = RecipeText.read(in("out.png")).get(0).inputTokens().toArray();
    assertThat(IntStream.range(0, 16).filter(i -> began[i] == -1)).containsExactly(0, 1, 4, 5);
    Cli.Run longest =
        Cli.line(
            "inpaint --model %s --image %s --mask %s --label 3,4 --seed 5 --fit longest"
                + " --output %s --grid",
            Cli.TINY, SOURCE, in("half.png"), in("two.png"));
    assertThat(longest.code()).as(longest.err()).isZero();
    RgbImage two = ImageFiles.read(in("two.png"));
    assertThat(two.height()).isEqualTo(48);
    assertThat(two.width()).isEqualTo(2 * 64 + 2);
    assertThat(Cli.run("replay", in("two.png"), "--model", Cli.TINY).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--label 3 | 2 | --mask is missing",
        "--mask half.png | 2 | --label is missing: these weights have no unconditional class",
        "--label 3 --mask small.png | 3 | expected a mask of the picture's 200 × 150 pixels,"
            + " found 64 × 64",
        "--label 3 --mask none.png | 2 | --mask: expected a mask that marks something",
        "--label 3 --mask all.png | 2 | --mask: expected a mask that leaves something",
        "--label 3 --mask half.png --mask-dilate 4 | 2 | found all 16 tokens marked",
        "--label 3 --mask half.png --mask-threshold 0 | 2 | expected a level from 1 to 255",
        "--label 3 --mask half.png --mask-threshold 1e9 | 2 | expected a level from 1 to 255",
        "--label 3 --mask half.png --mask-coverage 101 | 2 | expected a number from 0 to 100",
        "--label 3 --mask half.png --composite hard | 2 | --composite: expected blur, poisson or"
            + " none, found hard.",
        "--label 3 --mask half.png --fit best | 2 | --fit: expected squash, crop or longest",
        "--label 3 --mask nowhere.png | 3 | nowhere.png",
        "--label 3 --mask half.png --input-tokens x.npy | 2 | --image doesn't go with"
            + " --input-tokens",
      })
  void aWrongRequestEndsInOneSentence(String line, int code, String sentence) {
    String words = line.replaceAll("--mask (\\w+\\.png)", "--mask " + folder + "/$1");
    Cli.Run run =
        Cli.line(
            "inpaint --quiet --output %s --model %s --image %s %s",
            folder, Cli.TINY, SOURCE, words);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void tokensThatAreNoPictureEndInOneSentence() {
    Npy.write(
        in("masked.npy"),
        NpyArray.of(Shape.of(1, 16), new int[] {-1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
    Npy.write(in("two.npy"), NpyArray.of(Shape.of(2, 16), new int[32]));
    Map.of("masked.npy", "expected tokens from 0 to 63, found -1", "two.npy", "of one picture")
        .forEach(
            (name, sentence) -> {
              Cli.Run run =
                  Cli.line(
                      "inpaint --quiet --model %s --input-tokens %s --mask %s --label 1",
                      Cli.TINY, in(name), in("small.png"));
              assertThat(run.code()).isEqualTo(3);
              assertThat(run.err()).contains(sentence).hasLineCount(1);
            });
  }
}
