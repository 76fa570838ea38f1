package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.RgbImage;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.maskgit.testing.Golden;
import org.maskgit.tools.recipe.RecipeText;
import org.tensorflow.ndarray.Shape;

/** {@code maskgit variations} and {@code interpolate}, with the tiny model. */
final class MixTest {
  private static final Path SOURCE = Golden.file("edit_source_200x150.png");

  @TempDir private Path folder;

  private Path in(String name) {
    return folder.resolve(name);
  }

  @BeforeEach
  void encode() {
    Cli.line("encode --model %s --image %s --tokens-out %s", Cli.TINY, SOURCE, in("a.npy"));
    Npy.write(in("two.npy"), NpyArray.of(Shape.of(2, 16), new int[32]));
  }

  @Test
  void variationsKeepWhatTheyDontForgetAndCanBeReplayed() {
    Cli.Run run =
        Cli.line(
            "variations --model %s --image %s --start-ratio 0.25 --label 2 --seed 3 --grid"
                + " --output %s --tokens-out %s",
            Cli.TINY, SOURCE, in("v.png"), in("v.npy"));
    assertThat(run.code()).as(run.err()).isZero();
    int[] before = Npy.read(in("a.npy")).ints();
    int[] after = Npy.read(in("v.npy")).ints();
    assertThat(after).hasSize(64);
    for (int image = 0; image < 4; image++) {
      int same = 0;
      for (int i = 0; i < 16; i++) {
        same += after[16 * image + i] == before[i] ? 1 : 0;
      }
      assertThat(same).isGreaterThanOrEqualTo(12);
    }
    Cli.Run replay = Cli.run("replay", in("v.png"), "--model", Cli.TINY);
    assertThat(replay.code()).as(replay.err()).isZero();
    assertThat(RecipeText.read(in("v.png")).get(3).edit().settings())
        .containsEntry("start-ratio", "0.25")
        .containsKey("image-sha256");
  }

  @Test
  void nothingForgottenGivesTheTokensBack() {
    Cli.Run run =
        Cli.line(
            "variations --model %s --input-tokens %s --start-ratio 0 --label 2 --batch 1"
                + " --tokens-out %s",
            Cli.TINY, in("a.npy"), in("v.npy"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Npy.read(in("v.npy")).ints()).isEqualTo(Npy.read(in("a.npy")).ints());
  }

  @Test
  void anInterpolationRunsFromOnePictureToTheOther() throws IOException {
    RgbImage source = ImageFiles.read(Golden.file("edit_source_200x150.png"));
    ImageFiles.writePng(in("b.png"), upsideDown(source));
    Cli.line("encode --model %s --image %s --tokens-out %s", Cli.TINY, in("b.png"), in("b.npy"));
    Cli.Run run =
        Cli.line(
            "interpolate --model %s --from %s --to %s --frames 3 --label 2,4 --seed 3 --grid"
                + " --output %s --tokens-out %s --frames-gif %s",
            Cli.TINY, SOURCE, in("b.png"), in("i.png"), in("i.npy"), in("i.gif"));
    assertThat(run.code()).as(run.err()).isZero();
    int[] ends = Npy.read(in("a.npy")).ints();
    int[] frames = Npy.read(in("i.npy")).ints();
    assertThat(Arrays.copyOf(frames, 16)).isEqualTo(ends);
    int[] last = Npy.read(in("b.npy")).ints();
    assertThat(last).isNotEqualTo(ends);
    assertThat(Arrays.copyOfRange(frames, 32, 48)).isEqualTo(last);
    assertThat(Files.size(in("i.gif"))).isPositive();
    Cli.Run replay = Cli.run("replay", in("i.png"), "--model", Cli.TINY);
    assertThat(replay.code()).as(replay.err()).isZero();
    var settings = RecipeText.read(in("i.png")).get(0).edit().settings();
    assertThat(settings).containsKeys("from-sha256", "to-sha256", "fit", "exchange");
    assertThat(RecipeText.read(in("i.png")).get(2).sample().label()).isEqualTo(4);
    assertThat(
            Cli.line(
                    "interpolate --model %s --input-tokens %s --frames 2 --label 1 --output %s"
                        + " --grid --quiet",
                    Cli.TINY, in("two.npy"), in("j.png"))
                .code())
        .isZero();
  }

  private static RgbImage upsideDown(RgbImage image) {
    int row = image.width() * RgbImage.CHANNELS;
    byte[] rgb = new byte[image.rgb().length];
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(image.rgb(), y * row, rgb, (image.height() - 1 - y) * row, row);
    }
    return new RgbImage(image.height(), image.width(), rgb);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "variations --label 1 | 2 | --image is missing",
        "variations --image SOURCE | 2 | --label is missing: these weights have no unconditional",
        "variations --image SOURCE --label 1 --start-ratio 1.5 | 2 | --start-ratio: expected a"
            + " number from 0 to 1, found 1.5.",
        "interpolate --from SOURCE --label 1 | 2 | --to is missing",
        "interpolate --from SOURCE --to SOURCE --label 1 --frames 1 | 2 | --frames: expected a"
            + " whole number of at least 2, found 1.",
        "interpolate --from SOURCE --to SOURCE --label 1 --exchange line | 2 | --exchange: ",
        "interpolate --from SOURCE --input-tokens DIR/two.npy --label 1 | 2 | --from doesn't go",
        "interpolate --input-tokens DIR/a.npy --label 1 | 3 | expected the tokens of two pictures,"
            + " found 1",
        "variations --input-tokens DIR/two.npy --label 1 | 3 | expected the tokens of one picture,"
            + " found 2",
      })
  void aWrongRequestEndsInOneSentence(String line, int code, String sentence) {
    String words = line.replace("SOURCE", SOURCE.toString()).replace("DIR", folder.toString());
    Cli.Run run = Cli.line("%s --quiet --output %s --model %s", words, folder, Cli.TINY);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(code);
  }
}
