package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.image.RgbImage;
import org.maskgit.testing.Golden;
import org.maskgit.tools.picture.PngFile;
import org.maskgit.tools.recipe.RecipeText;

/** {@code info} and {@code replay}. */
final class ReplayTest {
  @TempDir private static Path made;
  @TempDir private Path folder;

  @BeforeAll
  static void generate() {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 7,3,1 --batch 4 --seed 9/0 --steps 5 "
                + "--start-step 1 --schedule pow:1.5 --output %s",
            Cli.TINY, made);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static Path picture(int index, int label) {
    return made.resolve("label%d-seed9.0-%d.png".formatted(label, index));
  }

  @Test
  void infoShowsHowThePictureWasMade() {
    Cli.Run run = Cli.run("info", picture(1, 3));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("class 3\nSteps: 5, Sampler: confidence, Schedule type: pow:1.5,")
        .containsPattern("seed +9/0\n")
        .containsPattern("start_step +1\n")
        .containsPattern("tokens +16 numbers, shown with --json");
    JsonObject json = Cli.run("info", picture(1, 3), "--json").json();
    assertThat(json.getAsJsonObject("recipe").getAsJsonArray("tokens")).hasSize(16);
  }

  @Test
  void aPictureOfABatchIsMadeAgain() {
    Cli.Run run = Cli.run("replay", picture(2, 1), "--model", Cli.TINY);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "transformer  the same file",
            "tokenizer    the same file",
            "tokens       all 16 are the same");
  }

  @Test
  void aGridIsMadeAgain() {
    Path grid = folder.resolve("grid.png");
    Cli.line("generate --model %s --label 7,3 --seed 4 --output %s --grid", Cli.TINY, grid);
    assertThat(Cli.run("info", grid).out())
        .containsPattern("index +0\n")
        .containsPattern("index +1\n");
    Cli.Run run = Cli.run("replay", grid, "--model", Cli.TINY, "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("tokens").getAsInt()).isEqualTo(32);
    assertThat(run.json().get("different_tokens").getAsInt()).isZero();
  }

  @Test
  void anEditIsMadeAgainWithoutItsSource() {
    Path edited = folder.resolve("edited.png");
    Cli.line(
        "edit --model %s --image %s --box 0,0,16,16 --label 3 --seed 12 " + "--output %s",
        Cli.TINY, Golden.file("edit_source_200x150.png"), edited);
    Cli.Run run = Cli.run("replay", edited, "--model", Cli.TINY);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void otherFilesOfTheSameWeightsAreSaidButDoNotMatter() {
    Path converted = folder.resolve("transformer.safetensors");
    Checkpoint.open(Golden.TINY_TRANSFORMER).write(converted, CheckpointFormat.SAFETENSORS);
    Cli.Run run =
        Cli.line(
            "replay %s --transformer %s --tokenizer %s",
            picture(0, 7), converted, Golden.TINY_TOKENIZER);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("transformer  another file: tiny_maskgit_checkpoint.msgpack (SHA-256 ")
        .contains("transformer.safetensors (");
  }

  @Test
  void tokensThatDifferAreCounted() {
    Path changed = change(picture(0, 7), Map.of("seed", new JsonPrimitive("10")));
    Cli.Run run = Cli.run("replay", changed, "--model", Cli.TINY, "--quiet");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).containsPattern("tokens       [0-9]+ of 16 differ");
    assertThat(run.err()).startsWith("The tokens are not the same: ").hasLineCount(1);
  }

  @Test
  void aRecipeThatMakesNoSenseEndsInOneSentence() {
    JsonArray nine = new JsonArray();
    nine.add(9);
    Map<String, JsonElement> changes =
        Map.of(
            "seed", new JsonPrimitive("x"),
            "steps", new JsonPrimitive(0),
            "label", new JsonPrimitive(99),
            "index", new JsonPrimitive(4),
            "batch", new JsonPrimitive(-1),
            "rng", new JsonPrimitive("none"),
            "schedule", new JsonPrimitive("none"),
            "input_tokens", nine);
    changes.forEach(
        (name, value) -> {
          Path changed = change(picture(0, 7), Map.of(name, value));
          Cli.Run run = Cli.run("replay", changed, "--model", Cli.TINY, "--quiet");
          assertThat(run.code()).as(name + ": " + run.err()).isEqualTo(3);
          assertThat(run.err()).hasLineCount(1);
        });
  }

  private Path change(Path picture, Map<String, JsonElement> changes) {
    JsonObject recipe = RecipeText.readJson(picture).orElseThrow().getAsJsonObject();
    changes.forEach(recipe::add);
    Path file = folder.resolve("changed.png");
    PngFile.write(file, new RgbImage(1, 1, new byte[3]), RecipeText.of(recipe));
    return file;
  }

  @Test
  void picturesWithoutARecipeSaySo() {
    Path plain = Golden.file("edit_source_200x150.png");
    for (String command : List.of("info", "replay")) {
      Cli.Run run = Cli.run(command, plain);
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err()).contains("carries no recipe").hasLineCount(1);
    }
    Path reconstructed = folder.resolve("r.png");
    Cli.line(
        "reconstruct --tokenizer %s --image %s --size 16 --output %s",
        Golden.TINY_TOKENIZER, plain, reconstructed);
    assertThat(Cli.run("info", reconstructed).out()).containsPattern("task +reconstruct\n");
    assertThat(Cli.run("replay", reconstructed, "--model", Cli.TINY).err())
        .contains("nothing to replay");
  }
}
