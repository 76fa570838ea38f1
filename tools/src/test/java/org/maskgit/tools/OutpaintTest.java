package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.editing.Box;
import org.maskgit.editing.Crop;
import org.maskgit.image.ImageFiles;
import org.maskgit.image.PillowResize;
import org.maskgit.image.RgbImage;
import org.maskgit.testing.Golden;

/** {@code maskgit outpaint} and {@code panorama}, with the tiny model. */
final class OutpaintTest {
  private static final Path SOURCE = Golden.file("edit_source_200x150.png");

  @TempDir private Path folder;

  private Path in(String name) {
    return folder.resolve(name);
  }

  @Test
  void aPictureGrowsToThePixelAndItsReplayGivesTheSame() {
    Cli.Run run =
        Cli.line(
            "outpaint --model %s --image %s --left 20 --down 7 --label 3,1 --seed 5 --steps 4"
                + " --composite poisson --output %s --json",
            Cli.TINY, SOURCE, folder);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("width").getAsInt()).isEqualTo(84);
    RgbImage old = PillowResize.bicubic(ImageFiles.read(SOURCE), 64, 64);
    for (String name : new String[] {"label3-seed5-0.png", "label1-seed5-1.png"}) {
      RgbImage made = ImageFiles.read(in(name));
      assertThat(made).hasToString("RgbImage[71 × 84]");
      assertThat(Crop.of(made, new Box(0, 20, 64, 64))).isEqualTo(old);
      Cli.Run replay = Cli.run("replay", in(name), "--model", Cli.TINY);
      assertThat(replay.code()).as(replay.err()).isZero();
      assertThat(replay.out()).contains("all 30 are the same");
    }
  }

  @Test
  void aPanoramaMayBeginWithANarrowPicture() {
    ImageFiles.writePng(in("narrow.png"), Crop.of(ImageFiles.read(SOURCE), new Box(0, 0, 150, 70)));
    Cli.Run run =
        Cli.line(
            "panorama --model %s --image %s --fit longest --width 200 --label 3 --seed 5 --steps 2"
                + " --output %s --quiet",
            Cli.TINY, in("narrow.png"), in("wide.png"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(ImageFiles.read(in("wide.png"))).hasToString("RgbImage[64 × 200]");
    assertThat(Cli.run("replay", in("wide.png"), "--model", Cli.TINY).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "outpaint | 2 | Nothing to do: give --left, --right, --up or --down PX.",
        "outpaint --left -1 | 2 | --left: expected a whole number of at least 0, found -1.",
        "outpaint --left 2000000000 | 2 | expected at most 16777216 pixels a side",
        "panorama | 2 | --width is missing",
        "panorama --width 64 | 2 | --width: expected more than the picture's 64 pixels, found 64.",
        "panorama --width 90 --steps-gif a.gif | 2 | has no option --steps-gif",
      })
  void aWrongRequestEndsInOneSentence(String line, int code, String sentence) {
    Cli.Run run =
        Cli.line(
            "%s --quiet --output %s --label 1 --model %s --image %s",
            line, folder, Cli.TINY, SOURCE);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(code);
  }
}
