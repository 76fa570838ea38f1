package org.maskgit.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.GenerateRequest;
import org.maskgit.MaskGit;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.DType;
import org.maskgit.editing.Box;
import org.maskgit.editing.LatentMask;
import org.maskgit.image.Image;
import org.maskgit.io.DataException;
import org.maskgit.random.PrngKey;
import org.maskgit.random.PrngLayout;
import org.maskgit.random.SeedPath;
import org.maskgit.savedmodel.Exported.Outputs;
import org.maskgit.testing.Golden;
import org.maskgit.transformer.ClassNames;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** An export of the tiny pair, loaded again, against the official code and the library. */
final class SavedModelExportTest {
  private static final double TOLERANCE = 2e-4;
  private static final int SIDE = 64;

  @TempDir private static Path folder;

  private static Path model;
  private static Exported exported;
  private static Golden golden;
  private static MaskGit maskgit;

  @BeforeAll
  static void export() {
    model = folder.resolve("model");
    List<String> names = IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();
    export(names).write(model);
    exported = Exported.load(model);
    golden = Golden.npz("editing");
    maskgit = MaskGit.load(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER);
  }

  private static SavedModelExport export(List<String> names) {
    return SavedModelExport.of(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER)
        .withClassNames(names);
  }

  @AfterAll
  static void close() {
    exported.close();
    golden.close();
    maskgit.close();
  }

  private static int[] words(String seed, PrngLayout layout) {
    PrngKey key = SeedPath.parse(seed).key(layout);
    return new int[] {key.high(), key.low()};
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample", "serving_default"})
  void samplesTheOfficialTokensAndImages(String signature) {
    Outputs sampled =
        exported
            .call(signature)
            .request(new int[] {7, 7, 7}, words("42/1", PrngLayout.LEGACY), 8)
            .run();
    String name = "generate64_label7_batch3_T8_";
    assertThat(sampled.ints("tokens")).isEqualTo(golden.ints(name + "tokens"));
    assertThat(Golden.maxAbsDifference(sampled.floats("image"), golden.floats(name + "images")))
        .isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"sample, LEGACY", "sample_partitionable, PARTITIONABLE"})
  void samplesTheLibrarysTokensOfAnySeed(String signature, PrngLayout layout) {
    for (int seed = 0; seed < 10; seed++) {
      int[] labels = IntStream.range(seed, seed + 1 + seed % 2).map(i -> i % 10).toArray();
      int[] expected =
          flat(
              maskgit
                  .generate(GenerateRequest.of(labels).withSeed("" + seed).withLayout(layout))
                  .sampling()
                  .tokens());
      Outputs sampled = exported.call(signature).request(labels, words("" + seed, layout), 8).run();
      assertThat(sampled.ints("tokens")).isEqualTo(expected);
    }
  }

  private static int[] flat(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void editsAsTheOfficialCode(int number) {
    JsonObject cases = Golden.json("editing").getAsJsonObject("edit64");
    JsonObject expected = cases.getAsJsonArray("cases").get(number).getAsJsonObject();
    String box = expected.get("bbox_top_left_height_width").getAsString().replace('_', ',');
    String seed = expected.get("key").getAsString().replaceAll("\\D", "");
    int label = expected.get("label").getAsInt();
    LatentMask mask = LatentMask.of(Box.parse(box), SIDE, 4);

    Outputs edited =
        exported
            .call("edit")
            .floats("image", Shape.of(1, SIDE, SIDE, 3), golden.floats("edit64_image"))
            .ints(
                "latent_mask",
                Shape.of(1, 4, 4),
                IntStream.range(0, 16).map(i -> mask.isMasked(i) ? 1 : 0).toArray())
            .request(new int[] {label, label}, words(seed, PrngLayout.LEGACY), 12)
            .ints("start_step", Shape.scalar(), 2)
            .run();

    String name = "edit64_" + number;
    assertThat(edited.ints("tokens")).isEqualTo(golden.ints(name + "_tokens"));
    assertThat(Golden.maxAbsDifference(edited.floats("image"), golden.floats(name + "_composite")))
        .isLessThan(TOLERANCE);
  }

  @Test
  void encodesDecodesAndPredictsAsTheLibrary() {
    float[] pixels = golden.floats("edit64_image");
    int[] tokens = maskgit.encode(List.of(new Image(SIDE, SIDE, pixels)))[0];
    Outputs encoded =
        exported.call("encode").floats("image", Shape.of(1, SIDE, SIDE, 3), pixels).run();
    assertThat(encoded.ints("tokens")).isEqualTo(tokens);

    Outputs decoded = exported.call("decode").ints("tokens", Shape.of(1, 4, 4), tokens).run();
    float[] image = maskgit.decode(new int[][] {tokens}).get(0).rgb();
    assertThat(Golden.maxAbsDifference(decoded.floats("image"), image)).isLessThan(TOLERANCE);
  }

  @Test
  void predictsTheOfficialLogits() {
    try (Golden forward = Golden.npz("tiny_maskgit_forward")) {
      float[] whole = forward.floats("logits"); // [4, 17, 75], of which the codebook is exported
      float[] expected = new float[4 * 17 * 64];
      for (int row = 0; row < 4 * 17; row++) {
        System.arraycopy(whole, row * 75, expected, row * 64, 64);
      }
      Outputs predicted =
          exported.call("logits").ints("tokens", Shape.of(4, 17), forward.ints("input_ids")).run();
      assertThat(Golden.maxAbsDifference(predicted.floats("logits"), expected)).isLessThan(5e-5);
    }
  }

  @Test
  void describesItselfAndHoldsNoWeightsInTheGraph() throws IOException {
    Path file = model.resolve("saved_model.pb");
    SavedModel saved = SavedModel.parseFrom(Files.readAllBytes(file));
    MetaGraphDef meta = saved.getMetaGraphs(0);
    assertThat(saved.getSavedModelSchemaVersion()).isEqualTo(1);
    assertThat(meta.getMetaInfoDef().getTensorflowVersion()).startsWith("2.");
    assertThat(meta.getMetaInfoDef().getStrippedOpList().getOpList())
        .extracting(operation -> operation.getName())
        .contains("While", "MatMul", "SaveV2")
        .noneMatch(name -> name.startsWith("_"));
    assertThat(meta.getSignatureDefMap())
        .containsOnlyKeys(
            "encode",
            "decode",
            "logits",
            "sample",
            "sample_partitionable",
            "edit",
            "serving_default");
    int variables = 57 + 168;
    assertThat(meta.getCollectionDefOrThrow("variables").getBytesList().getValueCount())
        .isEqualTo(variables);
    assertThat(meta.getGraphDef().getNodeList())
        .filteredOn(node -> node.getOp().equals("VarHandleOp"))
        .extracting(NodeDef::getName)
        .hasSize(variables)
        .contains("transformer/Embed_0/word_embeddings/embedding", "tokenizer/quantizer/codebook");
    assertThat(
            meta.getGraphDef().getLibrary().getFunctionList().stream()
                .flatMap(function -> function.getNodeDefList().stream()))
        .noneMatch(node -> node.getOp().equals("VarHandleOp"));
    assertThat(Files.size(file)).isLessThan(3_000_000);
  }

  @Test
  void carriesClassNamesAndSaysWhatItWasMadeOf() throws IOException {
    assertThat(model.resolve("assets/class_names.txt")).content().startsWith("class 0\nclass 1\n");
    JsonObject sources =
        JsonParser.parseString(Files.readString(model.resolve("assets.extra/sources.json")))
            .getAsJsonObject();
    assertThat(sources.getAsJsonObject("transformer").get("sha256").getAsString())
        .isEqualTo("48386f674a80f24c80a2a7b52c0f294bb3054b3e0aba5c9c38c8a00a35a3f8a8");
    assertThat(exported.bundle().metaGraphDef().getAssetFileDef(0).getFilename())
        .isEqualTo("class_names.txt");
  }

  @Test
  void takesClassNamesFromTheWeightsAndTheModelCardFromBesideThem() throws IOException {
    Path beside = Files.createDirectory(folder.resolve("beside"));
    Path transformer = beside.resolve("transformer.safetensors");
    Checkpoint.open(Golden.TINY_TRANSFORMER)
        .withMetadata(ClassNames.parse("a\nb\nc\nd\ne\nf\ng\nh\ni\nj").metadata())
        .write(transformer, CheckpointFormat.SAFETENSORS);
    Files.writeString(beside.resolve("MODEL_CARD.md"), "# Card");
    SavedModelExport export = SavedModelExport.of(transformer, Golden.TINY_TOKENIZER);
    assertThat(export.classNames()).hasSize(10).contains("j");
    Path extra = Files.createDirectory(folder.resolve("extra"));
    new SourceFiles(transformer, Golden.TINY_TOKENIZER).writeTo(extra);
    assertThat(extra.resolve("MODEL_CARD.md")).hasContent("# Card");
  }

  @Test
  void storesHalfAsMuchInBfloat16() throws IOException {
    Path narrow = folder.resolve("narrow");
    export(List.of()).withStored(DType.BFLOAT16).write(narrow);
    String data = "variables/variables.data-00000-of-00001";
    assertThat(Files.size(narrow.resolve(data)))
        .isLessThan(Files.size(model.resolve(data)) / 2 + 10_000);
    assertThat(narrow.resolve("assets")).doesNotExist();
    int[] tokens = IntStream.range(0, 16).toArray();
    float[] image = maskgit.decode(new int[][] {tokens}).get(0).rgb();
    try (Exported half = Exported.load(narrow)) {
      Outputs decoded = half.call("decode").ints("tokens", Shape.of(1, 4, 4), tokens).run();
      assertThat(Golden.maxAbsDifference(decoded.floats("image"), image)).isBetween(1e-5, 0.5);
      Outputs sampled = half.call("sample").request(new int[] {1}, new int[] {0, 1}, 4).run();
      assertThat(sampled.ints("tokens")).hasSize(16);
      assertThat(Arrays.stream(sampled.ints("tokens"))).allMatch(code -> code >= 0 && code < 64);
    }
  }

  @Test
  void refusesWhatItCannotExport() {
    assertThatThrownBy(() -> export(List.of("one")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 10 class names, found 1");
    assertThatThrownBy(() -> export(List.of()).withStored(DType.INT8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected float32 or bfloat16, found int8");
    assertThatThrownBy(() -> export(List.of()).write(model))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found files in it");
    assertThatThrownBy(() -> SavedModelExport.of(Golden.TINY_TOKENIZER, Golden.TINY_TOKENIZER))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no MaskGIT transformer");
  }
}
