package org.maskgit.tools.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.image.RgbImage;
import org.maskgit.io.DataException;
import org.maskgit.tools.picture.PngFile;

final class RecipeTextTest {
  private static final RgbImage PIXEL = new RgbImage(1, 1, new byte[3]);

  @TempDir private Path folder;

  private static Recipe recipe(int index) {
    return new Recipe(
        "0.1.0",
        "generate",
        new ModelFile("maskgit_imagenet256_checkpoint", "0123456789abcdef".repeat(4)),
        new ModelFile("tokenizer_imagenet256_checkpoint", "fedcba9876543210".repeat(4)),
        new Recipe.Size(256, 256),
        new Recipe.Sample(207, "golden retriever", index, 2, 0),
        confidence("42/1", "legacy", "8", "0", "cosine", "4.5"),
        Recipe.Compute.FLOAT32,
        ImmutableIntArray.of(),
        Recipe.Edit.NONE,
        ImmutableIntArray.of(1, 2, 3, 1023));
  }

  private static Recipe.Sampling confidence(
      String seed, String rng, String steps, String start, String schedule, String temperature) {
    return new Recipe.Sampling(
        seed,
        rng,
        "batch",
        "confidence",
        ImmutableMap.of(
            "steps", steps,
            "start-step", start,
            "schedule", schedule,
            "choice-temperature", temperature));
  }

  private static Recipe edited() {
    Recipe plain = recipe(0);
    return new Recipe(
        plain.version(),
        "edit",
        plain.transformer(),
        plain.tokenizer(),
        plain.size(),
        new Recipe.Sample(3, "", 0, 1, 0),
        confidence("42", "partitionable", "12", "2", "pow:2.5", "0.1"),
        new Recipe.Compute("onednn", "bfloat16"),
        ImmutableIntArray.of(-1, 5, -1, 7),
        new Recipe.Edit(
            ImmutableMap.of(
                "box", "64,32,128,144",
                "image-sha256", "11".repeat(32),
                "mask-coverage", "12.5",
                "composite", "poisson")),
        plain.tokens());
  }

  @Test
  void aRecipeComesBackFromItsPicture() {
    Path file = folder.resolve("a.png");
    for (Recipe recipe : List.of(recipe(1), edited())) {
      PngFile.write(file, PIXEL, RecipeText.of(recipe));
      assertThat(RecipeText.read(file)).containsExactly(recipe);
    }
  }

  @Test
  void aGridCarriesTheRecipesOfAllItsCells() {
    Path file = folder.resolve("grid.png");
    PngFile.write(
        file,
        PIXEL,
        RecipeText.ofGrid(List.of(RecipeText.of(recipe(0)), RecipeText.of(recipe(1)))));
    assertThat(RecipeText.read(file)).containsExactly(recipe(0), recipe(1));
  }

  @Test
  void parametersAreWrittenAsOtherToolsReadThem() {
    Path file = folder.resolve("a.png");
    PngFile.write(file, PIXEL, RecipeText.of(recipe(0)));
    assertThat(PngFile.readText(file).get("parameters"))
        .isEqualTo(
            """
            golden retriever
            Steps: 8, Sampler: confidence, Schedule type: cosine, Choice temperature: 4.5, \
            Seed: 42/1, RNG: legacy, Size: 256x256, Model hash: 0123456789, \
            Model: maskgit_imagenet256_checkpoint, Version: maskgit 0.1.0""");
    assertThat(RecipeText.parameters(edited()))
        .startsWith("class 3\nSteps: 12, ")
        .contains(", Precision: bfloat16, ");
  }

  @Test
  void theSettingsOfAnySamplerComeBackAndCanBeRead() {
    Recipe plain = recipe(0);
    Recipe.Sampling sampling =
        new Recipe.Sampling(
            "42",
            "legacy",
            "per-image",
            "strategy",
            ImmutableMap.of("strategy", "{\"ratios\":[0.5]}", "top-k", "3", "gamma", "Infinity"));
    Recipe recipe =
        new Recipe(
            plain.version(),
            plain.task(),
            plain.transformer(),
            plain.tokenizer(),
            plain.size(),
            plain.sample(),
            sampling,
            plain.compute(),
            plain.inputTokens(),
            plain.edit(),
            plain.tokens());
    Path file = folder.resolve("a.png");
    PngFile.write(file, PIXEL, RecipeText.of(recipe));
    assertThat(RecipeText.read(file)).containsExactly(recipe);
    assertThat(RecipeJson.toJson(recipe).get("top_k").getAsInt()).isEqualTo(3);
    assertThat(RecipeText.parameters(recipe))
        .startsWith(
            "golden retriever\nSampler: strategy, Top k: 3, Gamma: Infinity, Seed: 42, RNG:"
                + " legacy, Noise: per-image, Size: 256x256");
  }

  @Test
  void aRecipeOfTheFirstVersionIsOfConfidenceWithTheNoiseOfTheBatch() {
    JsonObject old = RecipeJson.toJson(recipe(0));
    old.remove("sampler");
    old.remove("noise");
    assertThat(RecipeJson.fromJson(old, "old.png")).isEqualTo(recipe(0));
  }

  @Test
  void aPictureWithoutRecipeSaysSo() {
    Path file = folder.resolve("a.png");
    PngFile.write(file, PIXEL, ImmutableMap.of());
    assertThat(RecipeText.readJson(file)).isEmpty();
    assertThatThrownBy(() -> RecipeText.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("carries no recipe");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "7",
        "[7]",
        "{",
        "{}",
        "[[]]",
        "{\"size\":[1]}",
        "{\"size\":\"x\"}",
        "{\"size\":[1,2],\"version\":null}",
        "{\"size\":[\"a\",2]}",
        "{\"size\":{}}"
      })
  void aDamagedRecipeEndsInOneSentence(String json) {
    Path file = folder.resolve("a.png");
    PngFile.write(file, PIXEL, ImmutableMap.of("maskgit", json));
    assertThatThrownBy(() -> RecipeText.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.png carries a damaged recipe");
  }

  @Test
  void everyMissingFieldEndsInOneSentence() {
    Path file = folder.resolve("a.png");
    JsonObject whole = RecipeJson.toJson(recipe(0));
    for (String name : whole.keySet()) {
      if (!Set.of("label_name", "sampler", "noise").contains(name)) {
        JsonObject damaged = whole.deepCopy();
        damaged.remove(name);
        PngFile.write(file, PIXEL, RecipeText.of(damaged));
        assertThatThrownBy(() -> RecipeText.read(file))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("it lacks " + name);
      }
    }
  }

  @Test
  void aModelFileIsItsNameAndHash() throws IOException {
    Path file = Files.writeString(folder.resolve("weights"), "abc");
    assertThat(ModelFile.of(file))
        .isEqualTo(
            new ModelFile(
                "weights", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    assertThat(ModelFile.of(file).shortHash()).isEqualTo("ba7816bf8f");
    assertThatThrownBy(() -> ModelFile.of(folder.resolve("none")))
        .isInstanceOf(DataException.class);
  }
}
