package org.maskgit.opaque;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.GenerateRequest;
import org.maskgit.Generation;
import org.maskgit.MaskGit;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.sampler.BatchNoise;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.sampler.TokensToLogits;

class OpaqueModelTest {
  private static final int[][] TOKENS = {{4, -1, 0, 3, 2}, {5, 1, 1, -1, 0}, {4, 3, 2, 1, 0}};

  @TempDir private Path temporary;

  private Path written(long batch) throws Exception {
    Path folder = temporary.resolve("foreign" + batch);
    ForeignModel.write(folder, batch);
    return folder;
  }

  @Test
  void givesTheLogitsOfTheSignatureWhateverItsBatch() throws Exception {
    for (int batch : new int[] {-1, 1, 2, 5}) {
      try (OpaqueModel model = OpaqueModel.load(written(batch))) {
        assertThat(model.positions()).isEqualTo(ForeignModel.POSITIONS);
        assertThat(model.codebookSize()).isEqualTo(ForeignModel.CODES);
        assertThat(model.logits(TOKENS)).isEqualTo(ForeignModel.logits(TOKENS));
      }
    }
  }

  @Test
  void decodesAndEncodes() throws Exception {
    int[][] tokens = {{0, 1, 2, 3}, {3, 3, 0, 1}};
    try (OpaqueModel model = OpaqueModel.load(written(-1))) {
      List<Image> images = model.decode(tokens);
      assertThat(model.imageSize()).isEqualTo(4);
      assertThat(images).hasSize(2);
      assertThat(images.get(0).rgb())
          .startsWith(0, 0, 0, 0, 0, 0, 0.25f, 0.25f, 0.25f)
          .endsWith(0.75f, 0.75f, 0.75f);
      assertThat(model.encode(images)).isDeepEqualTo(tokens);
    }
  }

  @Test
  void isAModelToTheSampler() throws Exception {
    int[][] masked = {{4, -1, -1, -1, -1}, {5, -1, 2, -1, -1}};
    try (OpaqueModel model = OpaqueModel.load(written(-1))) {
      assertThat(sampled(masked, model)).isDeepEqualTo(sampled(masked, ForeignModel::logits));
    }
  }

  private static int[][] sampled(int[][] tokens, TokensToLogits model) {
    BatchNoise noise = new BatchNoise(PrngLayout.LEGACY, PrngKey.of(7));
    int[][] copy = Arrays.stream(tokens).map(int[]::clone).toArray(int[][]::new);
    return ConfidenceSampler.of(4).sample(copy, noise, model, step -> {}).tokens();
  }

  @Test
  void maskGitRunsAFolderWithoutWeightsOfOurs() throws Exception {
    try (MaskGit maskgit = MaskGit.load(written(-1))) {
      assertThat(maskgit.grid()).isEqualTo(2);
      assertThat(maskgit.imageSize()).isEqualTo(4);
      assertThat(maskgit.classes()).isEqualTo(1000);
      Generation generation = maskgit.generate(GenerateRequest.of(3).withSeed("5"));
      int[][] tokens = generation.sampling().tokens();
      assertThat(maskgit.decode(tokens).get(0).rgb()).isEqualTo(generation.images().get(0).rgb());
      assertThat(maskgit.encode(generation.images())).isDeepEqualTo(tokens);
    }
  }

  @Test
  void wrongRowsAreProgrammingErrors() throws Exception {
    try (OpaqueModel model = OpaqueModel.load(written(-1))) {
      assertThatThrownBy(() -> model.logits(new int[][] {{1, 2}}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected 5 tokens, found 2");
      assertThatThrownBy(() -> model.logits(new int[0][]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aClosedOneSaysSo() throws Exception {
    OpaqueModel model = OpaqueModel.load(written(-1));
    model.close();
    assertThatThrownBy(() -> model.logits(TOKENS)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsNoSavedModelIsRefused() throws Exception {
    assertThatThrownBy(() -> OpaqueModel.load(temporary))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found no saved_model.pb");
    Path folder = written(-1);
    Files.writeString(folder.resolve("saved_model.pb"), "nothing");
    assertThatThrownBy(() -> OpaqueModel.load(folder))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("Can't load the SavedModel " + folder);
  }

  @Test
  void damagedVariablesAreRefusedBeforeTensorFlowSeesThem() throws Exception {
    Path folder = written(-1);
    Path index = folder.resolve("variables").resolve("variables.index");
    byte[] bytes = Files.readAllBytes(index);
    Files.write(index, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> OpaqueModel.load(folder))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(index + " is damaged");
  }
}
