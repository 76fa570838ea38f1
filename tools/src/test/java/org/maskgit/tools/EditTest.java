package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.io.Npy;
import org.maskgit.testing.Golden;
import org.maskgit.tools.recipe.RecipeText;

/** {@code maskgit edit}, against the golden tokens of the official code. */
final class EditTest {
  private static final Path SOURCE = Golden.file("edit_source_200x150.png");

  @TempDir private Path folder;

  @Test
  void theSameSeedGivesTheOfficialTokensWithTheOfficialDefaults() {
    Path tokens = folder.resolve("t.npy");
    Cli.Run run =
        Cli.line(
            "edit --model %s --image %s --box 16,16,32,32 --label 3 --batch 2 "
                + "--seed 11 --tokens-out %s --output %s",
            Cli.TINY, SOURCE, tokens, folder);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.errLines().stream().filter(line -> line.startsWith("Sampling"))).hasSize(10);
    try (Golden golden = Golden.npz("editing")) {
      assertThat(Npy.read(tokens).ints()).isEqualTo(golden.ints("edit64_0_tokens"));
      int[] input = golden.ints("edit64_0_input_tokens");
      JsonObject recipe = recipe(folder.resolve("label3-seed11-1.png"));
      JsonArray began = recipe.getAsJsonArray("input_tokens");
      for (int i = 0; i < 16; i++) {
        assertThat(began.get(i).getAsInt()).isEqualTo(input[17 + 1 + i]);
      }
      assertThat(recipe.getAsJsonObject("edit").get("box").toString()).isEqualTo("[16,16,32,32]");
    }
  }

  private static JsonObject recipe(Path file) {
    return RecipeText.readJson(file).orElseThrow().getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--label 3 | 2 | --box is missing",
        "--label 3 --box 1,2,3 | 2 | --box: expected a box as four whole numbers",
        "--label 3 --box 0,0,0,0 | 2 | expected a box of at least one pixel",
        "--label 3 --box 0,0,65,64 | 2 | expected a box inside the picture of 64 × 64",
        "--label 3 --box 0,0,16,16 --steps 2 | 2 | --start-step: expected a step from 0 to 1",
      })
  void aWrongRequestEndsInOneSentence(String line, int code, String sentence) {
    Cli.Run run =
        Cli.run(
            (Object[])
                ("edit --quiet --output "
                        + folder
                        + " --model "
                        + Cli.TINY
                        + " --image "
                        + SOURCE
                        + " "
                        + line)
                    .split(" "));
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void whatIsNoPictureEndsInOneSentence() throws IOException {
    Path text = Files.writeString(folder.resolve("a.txt"), "hello");
    Cli.Run run =
        Cli.line(
            "edit --model %s --image %s --box 0,0,16,16 --label 3 --output %s",
            Cli.TINY, text, folder);
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("a.txt").hasLineCount(1);
  }
}
