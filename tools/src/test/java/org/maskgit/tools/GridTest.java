package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.image.ImageFiles;
import org.maskgit.tools.recipe.Recipe;
import org.maskgit.tools.recipe.RecipeText;

/** {@code maskgit grid}, and {@code --steps-sheet}. */
final class GridTest {
  @TempDir private Path folder;

  private Path in(String name) {
    return folder.resolve(name);
  }

  @Test
  void everyCellIsWhatGenerateMakesAndCanBeReplayed() {
    Cli.Run run =
        Cli.line(
            "grid --model %s --x steps=2,3 --y sampler=confidence,moment --label 7 --seed 4"
                + " --output %s",
            Cli.TINY, in("grid.png"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.errLines().stream().filter(line -> line.startsWith("Loaded"))).hasSize(1);
    List<Recipe> recipes = RecipeText.read(in("grid.png"));
    assertThat(recipes).hasSize(4);
    assertThat(recipes.get(1).sampling().settings()).containsEntry("steps", "3");
    assertThat(recipes.get(2).sampling().sampler()).isEqualTo("moment");
    Cli.line(
        "generate --model %s --steps 3 --label 7 --seed 4 --output %s", Cli.TINY, in("one.png"));
    assertThat(recipes.get(1).tokens()).isEqualTo(RecipeText.read(in("one.png")).get(0).tokens());
    Cli.Run replay = Cli.run("replay", in("grid.png"), "--model", Cli.TINY);
    assertThat(replay.code()).as(replay.err()).isZero();
    assertThat(replay.out()).contains("all 64 are the same");
    assertThat(ImageFiles.read(in("grid.png")).width()).isGreaterThan(2 * 64 + 20);
  }

  @Test
  void withoutASeedAllCellsHaveTheSame() {
    Cli.Run run =
        Cli.line(
            "grid --model %s --x label=1,2,3 --y guidance-interval=0,1;0,0.5 --guidance 0"
                + " --steps 1 --batch 2 --output %s",
            Cli.TINY, in("grid.png"));
    assertThat(run.code()).as(run.err()).isZero();
    List<Recipe> recipes = RecipeText.read(in("grid.png"));
    assertThat(recipes).hasSize(12);
    assertThat(recipes)
        .extracting(recipe -> recipe.sampling().seed())
        .containsOnly(recipes.get(0).sampling().seed());
    assertThat(Cli.run("replay", in("grid.png"), "--model", Cli.TINY).code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--y seed=1 | --x is missing",
        "--x steps --y seed=1 | --x: expected an option and its values such as steps=4,8,12",
        "--x step=1,2 --y seed=1 | did you mean 'steps'?",
        "--x output=a --y seed=1 | --x: expected an option that generate draws by, found output",
        "--x steps=1,2 --y steps=1,2 | --y: expected another option than --x",
        "--x steps=1,2 --y seed=1 --steps 3 | --steps is given twice, as an axis too",
        "--x steps=1,x --y seed=1 | --steps: expected a whole number of at least 1, found x.",
        "--x steps=1,2 --y sampler=confidence,autoregressive | --steps doesn't go with --sampler",
        "--x steps=1 --y seed=1 --output a.jpg | pictures are written as PNG",
      })
  void aWrongRequestEndsInOneSentence(String line, String sentence) {
    Cli.Run run = Cli.line("grid --quiet --label 1 --model %s %s", Cli.TINY, line);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void theSheetOfTheStepsShowsThreeRowsForEachPicture() {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 1,2 --seed 4 --steps 4 --start-step 1 --steps-sheet %s"
                + " --quiet",
            Cli.TINY, in("steps.png"));
    assertThat(run.code()).as(run.err()).isZero();
    var sheet = ImageFiles.read(in("steps.png"));
    assertThat(sheet.width()).isBetween(3 * 68 + 50, 3 * 68 + 150);
    assertThat(sheet.height()).isBetween(6 * 68 + 10, 6 * 68 + 50);
    assertThat(Cli.run("replay", in("steps.png"), "--model", Cli.TINY).code()).isZero();
    // The last step leaves no mask: the second row's last cell is black.
    int x = sheet.width() - 20;
    int y = sheet.height() - 4 * 68 - 34;
    assertThat(sheet.rgb()[(y * sheet.width() + x) * 3]).isZero();
  }

  /** Such steps leave tokens that were not drawn. */
  @Test
  void stepsThatDontDrawAllTokensAreDrawnToo() {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 1 --sampler mdlm --steps 4 --steps-sheet %s --steps-gif %s",
            Cli.TINY, in("steps.png"), in("steps.gif"));
    assertThat(run.code()).as(run.err()).isZero();
    var sheet = ImageFiles.read(in("steps.png"));
    int gray = 0;
    for (byte sample : sheet.rgb()) {
      gray += sample == (byte) 128 ? 1 : 0;
    }
    assertThat(gray).isGreaterThan(16 * 16 * 3);
  }
}
