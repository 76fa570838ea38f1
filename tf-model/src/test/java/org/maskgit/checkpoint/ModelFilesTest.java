package org.maskgit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.tensorflow.ndarray.Shape;

class ModelFilesTest {
  @TempDir private Path folder;
  private Path transformer;
  private Path tokenizer;

  @BeforeEach
  void writeAModel() throws Exception {
    transformer = folder.resolve("one");
    tokenizer = folder.resolve("two.bin");
    write(transformer, "Embed_0/word_embeddings/embedding", CheckpointFormat.FLAX_MSGPACK);
    write(tokenizer, "quantizer/codebook", CheckpointFormat.SAFETENSORS);
    Files.writeString(folder.resolve("README.md"), "nothing");
    Files.writeString(folder.resolve("empty"), "");
    Files.createDirectory(folder.resolve("folder"));
  }

  private static void write(Path file, String tensor, CheckpointFormat format) {
    Checkpoint.of("test", List.of(CheckpointTensor.of(tensor, Shape.of(2), new float[2])))
        .write(file, format);
  }

  @Test
  void modelsAreFoundByContentWhateverTheirNames() {
    assertThat(ModelFiles.find(folder)).isEqualTo(new ModelFiles(transformer, tokenizer));
  }

  @Test
  void pyTorchNamesMarkATokenizerToo() {
    write(tokenizer, "quantize.embedding.weight", CheckpointFormat.SAFETENSORS);
    assertThat(ModelFiles.find(folder).tokenizer()).isEqualTo(tokenizer);
  }

  @Test
  void hiddenFilesAreLeftAlone() throws Exception {
    Files.copy(tokenizer, folder.resolve(".two.bin.17"));
    assertThat(ModelFiles.find(folder).tokenizer()).isEqualTo(tokenizer);
  }

  @Test
  void twoOfAKindAreAnErrorThatNamesThem() throws Exception {
    Files.copy(tokenizer, folder.resolve("three"));
    assertThatThrownBy(() -> ModelFiles.find(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Expected one tokenizer checkpoint in %s, found 2: three, two.bin; name the file with"
                + " --tokenizer.",
            folder);
  }

  @Test
  void noneOfAKindIsAnErrorThatNamesDamagedFiles() throws Exception {
    Files.delete(tokenizer);
    assertThatThrownBy(() -> ModelFiles.find(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Expected one tokenizer checkpoint in %s, found none; name the file with --tokenizer.",
            folder);
    byte[] bytes = Files.readAllBytes(transformer);
    Files.write(transformer, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> ModelFiles.find(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("Expected one transformer", transformer + " is damaged at byte");
  }

  @Test
  void aMissingFolderIsSaid() {
    assertThatThrownBy(() -> ModelFiles.find(folder.resolve("missing")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found nothing");
    assertThatThrownBy(() -> ModelFiles.find(transformer))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found a file");
  }

  @Test
  void tensorFlowCheckpointsAreFoundByTheirIndex() throws Exception {
    Files.delete(transformer);
    write(
        folder.resolve("three"), "Embed_0/word_embeddings/embedding", CheckpointFormat.TENSORFLOW);
    assertThat(ModelFiles.find(folder).transformer()).isEqualTo(folder.resolve("three.index"));
  }

  @Test
  void aFileThatHoldsBothStandsForBoth() throws Exception {
    Files.delete(transformer);
    CheckpointTensor[] tensors = {
      CheckpointTensor.of("t/Embed_0/word_embeddings/embedding", Shape.of(1), new float[] {1}),
      CheckpointTensor.of("k/quantizer/codebook", Shape.of(1), new float[] {2})
    };
    Checkpoint both = Checkpoint.of("both", List.of(tensors));
    both.write(tokenizer, CheckpointFormat.SAFETENSORS);
    assertThat(ModelFiles.find(folder)).isEqualTo(new ModelFiles(tokenizer, tokenizer));
    assertThat(Checkpoint.open(tokenizer, ModelKind.TOKENIZER).tensors().keySet())
        .containsExactly("quantizer/codebook");
    assertThat(Checkpoint.open(tokenizer, ModelKind.TRANSFORMER).tensors().keySet())
        .containsExactly("Embed_0/word_embeddings/embedding");
  }

  @Test
  void severalModelsOfAKindInOneFileAreAnErrorThatNamesTheirPlaces() {
    List<CheckpointTensor> tensors =
        Stream.of("now", "average")
            .map(place -> place + "/quantizer/codebook")
            .map(name -> CheckpointTensor.of(name, Shape.of(1), new float[1]))
            .toList();
    Checkpoint.of("two", tensors).write(tokenizer, CheckpointFormat.FLAX_MSGPACK);
    assertThatThrownBy(() -> Checkpoint.open(tokenizer, ModelKind.TOKENIZER))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "%s: expected one tokenizer, found several, under average/ and now/; name a file that"
                + " holds one.",
            tokenizer);
  }

  @Test
  void aSavedModelHoldsBothOrNeither() throws Exception {
    Path model = Files.createDirectories(folder.resolve("model"));
    Path variables = Files.createDirectory(model.resolve("variables")).resolve("variables");
    assertThat(ModelFiles.isOpaque(model)).isFalse();
    Files.createFile(model.resolve("saved_model.pb"));
    assertThat(ModelFiles.find(model)).isEqualTo(new ModelFiles(model, model));
    assertThat(ModelFiles.isOpaque(model)).isTrue();
    write(variables, "_variables/0", CheckpointFormat.TENSORFLOW);
    assertThat(ModelFiles.isOpaque(model)).isTrue();
    write(variables, "tokenizer/quantizer/codebook", CheckpointFormat.TENSORFLOW);
    assertThat(ModelFiles.isOpaque(model)).isFalse();
  }
}
