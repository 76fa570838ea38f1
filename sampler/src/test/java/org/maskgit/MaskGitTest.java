package org.maskgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.editing.Box;
import org.maskgit.editing.InputTokens;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.sampler.BatchNoise;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.sampler.Guidance;
import org.maskgit.sampler.GuidedLogits;
import org.maskgit.sampler.NoiseMode;
import org.maskgit.sampler.Sampling;
import org.maskgit.sampler.SamplingStep;
import org.maskgit.sampler.StepListener;
import org.maskgit.savedmodel.SavedModelExport;
import org.maskgit.savedmodel.SavedModelFormat;
import org.maskgit.schedule.MaskSchedule;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.ClassNames;
import org.maskgit.transformer.TransformerModel;

/** The pipeline against the official {@code ImageNet_class_conditional_generator}. */
class MaskGitTest {
  private static final double TOLERANCE = 2e-4;
  private static final int SIZE = 64;

  private static Golden golden;
  private static MaskGit maskgit;

  @BeforeAll
  static void load() {
    golden = Golden.npz("editing");
    maskgit = MaskGit.load(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER);
  }

  @AfterAll
  static void close() {
    maskgit.close();
    golden.close();
  }

  @Test
  void generatesTheOfficialTokensAndImages() {
    Generation generation = maskgit.generate(GenerateRequest.of(7, 7, 7).withSeed("42/1"));
    String name = "generate64_label7_batch3_T8_";
    assertThat(flat(generation.sampling().tokens())).isEqualTo(golden.ints(name + "tokens"));
    assertThat(Golden.maxAbsDifference(pixels(generation.images()), golden.floats(name + "images")))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void editsAsTheOfficialCode(int number) {
    JsonObject edit = Golden.json("editing").getAsJsonObject("edit64");
    JsonObject expected = edit.getAsJsonArray("cases").get(number).getAsJsonObject();
    String box = expected.get("bbox_top_left_height_width").getAsString().replace('_', ',');
    String seed = expected.get("key").getAsString().replaceAll("\\D", "");
    int label = expected.get("label").getAsInt();
    GenerateRequest request =
        GenerateRequest.of(label, label)
            .withSeed(seed)
            .withSampler(new ConfidenceSampler(12, 2, MaskSchedule.COSINE, 4.5f));
    Image image = new Image(SIZE, SIZE, golden.floats("edit64_image"));

    Generation edited = maskgit.edit(image, Box.parse(box), request, step -> {});

    String name = "edit64_" + number;
    assertThat(flat(edited.sampling().tokens())).isEqualTo(golden.ints(name + "_tokens"));
    assertThat(Golden.maxAbsDifference(pixels(edited.images()), golden.floats(name + "_composite")))
        .isLessThan(TOLERANCE);
  }

  @Test
  void drawsOtherTokensInTheOtherLayout() {
    GenerateRequest legacy = GenerateRequest.of(7).withSeed("42/1");
    GenerateRequest partitionable = legacy.withLayout(PrngLayout.PARTITIONABLE);
    assertThat(flat(maskgit.generate(partitionable).sampling().tokens()))
        .isNotEqualTo(flat(maskgit.generate(legacy).sampling().tokens()));
  }

  @Test
  void keepsTheTokensThatItIsGiven() {
    int[] tokens = IntStream.range(0, 16).map(i -> i % 3 == 0 ? -1 : i).toArray();
    GenerateRequest request = GenerateRequest.of(1).withInputTokens(new int[][] {tokens});
    int[] result = maskgit.generate(request).sampling().tokens()[0];
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] >= 0) {
        assertThat(result[i]).isEqualTo(tokens[i]);
      }
    }
  }

  @Test
  void letsAListenerSeeEveryStep() {
    List<SamplingStep> steps = new ArrayList<>();
    Generation generation = maskgit.generate(GenerateRequest.of(1, 2), steps::add);
    assertThat(steps).extracting(SamplingStep::step).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(steps.get(7).tokens())
        .isDeepEqualTo(
            Arrays.stream(generation.sampling().trace())
                .map(rows -> rows[7])
                .toArray(int[][]::new));
  }

  @Test
  void isSafeToShareBetweenThreads() {
    int[][] alone = maskgit.generate(GenerateRequest.of(3)).sampling().tokens();
    List<CompletableFuture<int[][]>> together =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> maskgit.generate(GenerateRequest.of(3)).sampling().tokens()))
            .limit(4)
            .toList();
    assertThat(together).allSatisfy(tokens -> assertThat(tokens.join()).isDeepEqualTo(alone));
  }

  @Test
  void saysWhatARequestShouldBe() {
    assertThatThrownBy(() -> maskgit.generate(GenerateRequest.of(10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected labels from 0 to 9, found 10");
    assertThatThrownBy(
            () -> maskgit.generate(GenerateRequest.of(1).withInputTokens(new int[][] {{1, 2}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 16 input tokens an image, found 2");
    assertThatThrownBy(
            () ->
                maskgit.generate(
                    GenerateRequest.of(1).withInputTokens(new int[][] {new int[16], {}})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one row of input tokens for each of 1 labels, found 2");
    int[] outside = new int[16];
    outside[5] = 64;
    assertThatThrownBy(
            () -> maskgit.generate(GenerateRequest.of(1).withInputTokens(new int[][] {outside})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected input tokens from -1 to 63, found 64");
  }

  @Test
  void anImageWithNoiseOfItsOwnIsTheSameInABatchOfAnySize() {
    GenerateRequest request = GenerateRequest.of(7, 1, 2).withNoise(NoiseMode.PER_IMAGE);
    GenerateRequest alone = GenerateRequest.of(7).withNoise(NoiseMode.PER_IMAGE);
    assertThat(maskgit.generate(request).sampling().tokens()[0])
        .isEqualTo(maskgit.generate(alone).sampling().tokens()[0])
        .isNotEqualTo(maskgit.generate(GenerateRequest.of(7)).sampling().tokens()[0]);
  }

  /** The tiny model, said to have a class less than rows: its last one is the unconditional. */
  @Test
  void guidesByTheClassThatTrainingHidClassesWith(@TempDir Path folder) {
    Path weights = folder.resolve("transformer.safetensors");
    Checkpoint.open(Golden.TINY_TRANSFORMER)
        .withMetadata(ClassNames.parse("a\nb\nc\nd\ne\nf\ng\nh\ni").metadata())
        .write(weights, CheckpointFormat.SAFETENSORS);
    try (MaskGit guided = MaskGit.load(weights, Golden.TINY_TOKENIZER);
        TransformerModel model =
            TransformerModel.load(Checkpoint.open(Golden.TINY_TRANSFORMER), 64)) {
      assertThat(guided.classes()).isEqualTo(9);
      assertThat(guided.unconditionalClass()).hasValue(9);
      GenerateRequest request = GenerateRequest.of(7, 3).withSeed("42");
      int[][] tokens =
          guided.generate(request.withGuidance(Guidance.constant(2))).sampling().tokens();
      Sampling expected =
          ConfidenceSampler.of(8)
              .sample(
                  InputTokens.masked(new int[] {7, 3}, 64, 16),
                  new BatchNoise(PrngLayout.LEGACY, PrngKey.of(42)),
                  new GuidedLogits(model::logits, Guidance.constant(2), 64 + 9),
                  StepListener.none());
      assertThat(tokens).isDeepEqualTo(expected.tokens());
      assertThat(flat(guided.generate(request).sampling().tokens())).isNotEqualTo(flat(tokens));
    }
  }

  @Test
  void refusesToGuideWithoutAnUnconditionalClass() {
    assertThat(maskgit.unconditionalClass()).isEmpty();
    assertThatThrownBy(
            () -> maskgit.generate(GenerateRequest.of(1).withGuidance(Guidance.linear(1))))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "These weights have no unconditional class, which guidance needs: take weights trained"
                + " with class dropout, or leave guidance out.");
  }

  @Test
  void aPairComesBackFromASavedModel(@TempDir Path folder) {
    Path tiny = Golden.TINY_TRANSFORMER.getParent();
    MaskGit.export(tiny, folder.resolve("v1"));
    SavedModelExport.of(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER)
        .withFormat(SavedModelFormat.TF2)
        .withClassNames(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j"))
        .write(folder.resolve("tf2"));
    GenerateRequest request = GenerateRequest.of(7, 3).withSeed("42/1");
    int[][] expected = maskgit.generate(request).sampling().tokens();
    for (String format : List.of("v1", "tf2")) {
      try (MaskGit again = MaskGit.load(folder.resolve(format))) {
        assertThat(again.generate(request).sampling().tokens()).isDeepEqualTo(expected);
        assertThat(again.classNames().isPresent()).isEqualTo(format.equals("tf2"));
      }
    }
  }

  @Test
  void refusesATokenizerInTheTransformersPlace() {
    assertThatThrownBy(() -> MaskGit.load(Golden.TINY_TOKENIZER, Golden.TINY_TOKENIZER))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no MaskGIT transformer");
  }

  @Test
  void findsBothInAFolderAndSaysThatItIsClosed() {
    MaskGit another = MaskGit.load(Golden.TINY_TRANSFORMER.getParent());
    assertThat(another.imageSize()).isEqualTo(SIZE);
    another.close();
    assertThatThrownBy(() -> another.generate(GenerateRequest.of(1)))
        .isInstanceOf(IllegalStateException.class);
  }

  private static int[] flat(int[][] tokens) {
    return Arrays.stream(tokens).flatMapToInt(Arrays::stream).toArray();
  }

  private static float[] pixels(List<Image> images) {
    int size = images.get(0).rgb().length;
    float[] all = new float[images.size() * size];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i).rgb(), 0, all, i * size, size);
    }
    return all;
  }
}
