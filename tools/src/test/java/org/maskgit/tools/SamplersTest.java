package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.image.RgbImage;
import org.maskgit.sampler.NoiseMode;
import org.maskgit.testing.Golden;
import org.maskgit.tools.cli.Arguments;
import org.maskgit.tools.command.GenerateCommand;
import org.maskgit.tools.option.SamplingOptions;
import org.maskgit.tools.picture.PngFile;
import org.maskgit.tools.recipe.RecipeText;
import org.maskgit.transformer.ClassNames;

/** {@code --sampler} and {@code --guidance}. */
final class SamplersTest {
  @TempDir private static Path shared;
  @TempDir private Path folder;

  /** The tiny model, said to have a class less than rows: its last one is the unconditional. */
  @BeforeAll
  static void modelWithAnUnconditionalClass() throws IOException {
    Checkpoint.open(Golden.TINY_TRANSFORMER)
        .withMetadata(ClassNames.parse("a\nb\nc\nd\ne\nf\ng\nh\ni").metadata())
        .write(shared.resolve("transformer.safetensors"), CheckpointFormat.SAFETENSORS);
    Files.copy(Golden.TINY_TOKENIZER, shared.resolve("tokenizer"));
  }

  private Path in(String name) {
    return folder.resolve(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "confidence --sampling-temperature 0.8 --temperature-schedule linear --top-k 9 --top-p 0.9",
        "confidence --noise per-image --guidance 2 --guidance-schedule power-cosine:2",
        "halton --steps 4 --logit-ramp 1.0,1.2,1.0,1 --top-k 5",
        "halton --steps 4 --halton-roll none --guidance 1 --guidance-interval 0.2,0.8",
        "mdlm --steps 4 --schedule cosine --mask-slot last-code --noise batch",
        "remdm-cap --steps 4 --eta 0.5 --sampling-temperature 1",
        "remdm-rescale --steps 4 --known-tokens remask",
        "remdm-conf --steps 4 --temperature-schedule linear",
        "moment --steps 4 --start-step 1 --exploration 0.5 --choice-temperature 2",
        "entropy-bounded --gamma 2 --guidance 0.5",
        "autoregressive --top-p 0.95",
        "strategy",
        "strategy --guidance 0",
      })
  void theOptionsOfEverySamplerComeBackFromARecipe(String options) {
    List<String> words = Splitter.on(' ').splitToList("--seed 42/1 --sampler " + options);
    SamplingOptions typed = SamplingOptions.of(parsed(words), 8, 0);
    SamplingOptions again = SamplingOptions.of(typed.toRecipe());
    assertThat(again.toRecipe()).isEqualTo(typed.toRecipe());
    assertThat(again.sampler()).isEqualTo(typed.sampler());
    for (int step = 0; step < 8; step++) {
      assertThat(again.guidance().scale(step, 8)).isEqualTo(typed.guidance().scale(step, 8));
    }
    for (int i = 1; i < words.size(); i += 2) {
      assertThat(typed.toRecipe().toString()).contains(words.get(i));
    }
  }

  private static Arguments parsed(List<String> words) {
    return Arguments.parse(new GenerateCommand(), words);
  }

  @Test
  void onlyTheOfficialSamplerHasTheNoiseOfTheBatchByDefault() {
    assertThat(SamplingOptions.of(parsed(List.of()), 8, 0).noise()).isEqualTo(NoiseMode.BATCH);
    assertThat(SamplingOptions.of(parsed(List.of("--sampler", "halton")), 8, 0).noise())
        .isEqualTo(NoiseMode.PER_IMAGE);
  }

  @Test
  void aGuidedPictureIsMadeAgainFromItself() {
    Path picture = in("a.png");
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 7,3 --seed 5 --grid --output %s --json --sampler"
                + " remdm-cap --steps 4 --guidance 2 --guidance-schedule linear",
            shared, picture);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("sampler").getAsString()).isEqualTo("remdm-cap");
    assertThat(run.json().get("guidance").getAsFloat()).isEqualTo(2f);
    assertThat(run.json().getAsJsonArray("steps_used")).hasSize(2);
    Cli.Run again = Cli.run("replay", picture, "--model", shared, "--json");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.json().get("different_tokens").getAsInt()).isZero();
  }

  @Test
  void anAdaptiveSamplerSaysHowManyStepsItTook() {
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 7,3 --seed 5 --tokens-out %s --sampler autoregressive",
            Cli.TINY, in("t.npy"));
    assertThat(run.errLines()).contains("Steps: [16, 16].");
    assertThat(run.err()).contains("Sampling 16/16  ");
  }

  @Test
  void anEditTakesSamplersToo() {
    Path picture = in("a.png");
    Cli.Run run =
        Cli.line(
            "edit --model %s --image %s --box 0,0,16,16 --label 3 --seed 1 --output %s"
                + " --sampler remdm-conf --steps 4",
            Cli.TINY, Golden.file("edit_source_200x150.png"), picture);
    assertThat(run.code()).as(run.err()).isZero();
    JsonObject recipe = RecipeText.readJson(picture).orElseThrow().getAsJsonObject();
    for (int i = 0; i < 16; i++) {
      int known = recipe.getAsJsonArray("input_tokens").get(i).getAsInt();
      if (known >= 0) {
        assertThat(recipe.getAsJsonArray("tokens").get(i).getAsInt()).isEqualTo(known);
      }
    }
    assertThat(Cli.run("replay", picture, "--model", Cli.TINY).code()).isZero();
  }

  @Test
  void aStrategyIsReadFromAFileAndStandsInTheRecipe() throws IOException {
    Path file =
        Files.writeString(
            in("s.json"),
            "{\"ratios\":[0.5],\"choiceTemperatures\":[1],\"samplingTemperatures\":[1,0.5]}");
    Path picture = in("a.png");
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 1 --seed 5 --output %s --sampler strategy --strategy %s",
            Cli.TINY, picture, file);
    assertThat(run.code()).as(run.err()).isZero();
    Files.delete(file);
    assertThat(Cli.run("replay", picture, "--model", Cli.TINY).code()).isZero();
    assertThat(Cli.run("info", picture).out())
        .startsWith("class 1\nSampler: strategy, Seed: 5,")
        .contains("\"samplingTemperatures\":[1.0,0.5]");
  }

  @Test
  void theUnconditionalClassIsNoLabel() {
    assertThat(Cli.line("generate --model %s --label 9", shared).err())
        .contains("expected a class from 0 to 8 for this model, found 9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--guidance 2 | 3 | These weights have no unconditional class",
        "--sampler hallton | 2 | --sampler: expected confidence, halton, mdlm,",
        "--eta 0.1 | 2 | --eta doesn't go with --sampler confidence; 'maskgit help generate' says",
        "--sampler halton --schedule linear | 2 | --schedule doesn't go with --sampler halton",
        "--sampler remdm-conf --eta 0.1 | 2 | --eta doesn't go with --sampler remdm-conf",
        "--sampler entropy-bounded --steps 4 | 2 | --steps doesn't go with",
        "--sampler strategy --start-step 1 | 2 | --start-step doesn't go with",
        "--sampler remdm-cap --eta 2 | 2 | --eta: expected a number from 0 to 1, found 2.",
        "--sampler mdlm --schedule exp | 2 | --schedule: expected a schedule under which nothing"
            + " stays masked, such as linear or cosine, found exp.",
        "--sampler mdlm --mask-slot none | 2 | --mask-slot: expected own or last-code, found none.",
        "--sampler halton --logit-ramp 1 | 2 | --logit-ramp: expected FIRST,LAST",
        "--sampler halton --halton-roll x | 2 | --halton-roll: expected random or none, found x.",
        "--sampler moment --exploration x | 2 | --exploration: expected a number from 0 to 1",
        "--sampler entropy-bounded --gamma NaN | 2 | --gamma: expected a number of at least 0",
        "--sampling-temperature 0 | 2 | --sampling-temperature: expected a number above 0, found 0.",
        "--top-k -1 | 2 | --top-k: expected a whole number of at least 0, found -1.",
        "--top-p 0 | 2 | --top-p: expected a number above 0 and up to 1, found 0.",
        "--guidance x | 2 | --guidance: expected a number of at least 0, found x.",
        "--guidance-schedule linear | 2 | --guidance-schedule needs --guidance W as well.",
        "--guidance-interval 0,1 | 2 | --guidance-interval needs --guidance W as well.",
        "--guidance 1 --guidance-schedule steep | 2 | --guidance-schedule: expected constant,",
        "--guidance 1 --guidance-schedule power-cosine:x | 2 | expected a power such as",
        "--guidance 1 --guidance-schedule power-cosine:0 | 2 | expected a power above 0",
        "--guidance 1 --guidance-interval 1,0 | 2 | --guidance-interval: expected 0 <= FROM < TO",
        "--guidance 1 --guidance-interval x,1 | 2 | --guidance-interval: expected FROM,TO",
        "--sampler autoregressive --guidance 1 --guidance-schedule linear | 2 | --guidance-schedule"
            + " doesn't go with a sampler whose number of steps isn't known beforehand",
        "--sampler strategy --strategy none.json | 3 | Can't read a strategy from none.json",
        "--sampler strategy --strategy {} | 3 | --strategy: expected an array under ratios",
      })
  void aWrongRequestEndsInOneSentence(String options, int code, String sentence) {
    Cli.Run run = Cli.line("generate --quiet --model %s --label 1 %s", Cli.TINY, options);
    assertThat(run.err()).contains(sentence).hasLineCount(1);
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void aRecipeOfAnUnknownSamplerIsDamaged() {
    Path picture = in("a.png");
    JsonObject recipe = new JsonObject();
    SamplingOptions official = SamplingOptions.of(parsed(List.of()), 8, 0);
    RecipeText.addTo(recipe, official.toRecipe());
    assertThat(recipe.keySet())
        .containsExactly(
            "seed",
            "rng",
            "noise",
            "sampler",
            "steps",
            "start_step",
            "schedule",
            "choice_temperature");
    Cli.line("generate --model %s --label 7 --seed 9 --output %s", Cli.TINY, picture);
    JsonObject made = RecipeText.readJson(picture).orElseThrow().getAsJsonObject();
    made.addProperty("sampler", "another");
    PngFile.write(picture, new RgbImage(1, 1, new byte[3]), RecipeText.of(made));
    Cli.Run unknown = Cli.run("replay", picture, "--model", Cli.TINY);
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.err()).contains("carries a damaged recipe (--sampler: expected confidence");
  }
}
