package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.testing.Golden;
import org.tensorflow.ndarray.Shape;

/** {@code inspect} and {@code convert}. */
final class CheckpointCommandsTest {
  @TempDir private Path folder;

  @Test
  void inspectListsTensorsAndDerivesTheConfiguration() {
    Cli.Run run = Cli.run("inspect", Golden.TINY_TRANSFORMER);
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .containsPattern(
            "Embed_0/word_embeddings/embedding +float32 \\[75, 64\\] +min -[0-9.]+ max")
        .contains("57 tensors, 110,795 parameters", "layers=3, heads=4", "all finite")
        .contains("as the model needs them", "not of the size of an official file");
    assertThat(Cli.run("inspect", Golden.TINY_TOKENIZER).out()).contains("codebookSize=64");
  }

  @Test
  void inspectNamesDamagedNumbersAndMissingKeys() {
    Checkpoint whole = Checkpoint.open(Golden.TINY_TOKENIZER);
    List<CheckpointTensor> tensors =
        whole.tensors().values().stream()
            .filter(tensor -> !tensor.name().equals("decoder/Conv_0/bias"))
            .map(
                tensor ->
                    tensor.name().equals("decoder/GroupNorm_0/bias")
                        ? CheckpointTensor.of(
                            tensor.name(), Shape.of(2), new float[] {1, Float.NaN})
                        : tensor)
            .toList();
    Path file = folder.resolve("damaged");
    Checkpoint.of("damaged", tensors).write(file, CheckpointFormat.FLAX_MSGPACK);
    Cli.Run run = Cli.run("inspect", file);
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("missing: decoder/Conv_0/bias", "wrong shape: decoder/GroupNorm_0/bias")
        .contains("1 tensors hold NaN or infinite numbers", "1 NaN");
    JsonObject json = Cli.run("inspect", file, "--json").json();
    assertThat(json.get("finite").getAsBoolean()).isFalse();
    assertThat(json.getAsJsonArray("wrong_keys")).hasSize(2);
  }

  @Test
  void inspectSaysWhatIsNoModel() {
    Path file = folder.resolve("other");
    Checkpoint.of("x", List.of(CheckpointTensor.of("w", Shape.of(1), new float[1])))
        .write(file, CheckpointFormat.SAFETENSORS);
    assertThat(Cli.run("inspect", file).out()).contains("neither a MaskGIT transformer nor");
    Cli.Run none = Cli.run("inspect", folder.resolve("none"));
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.err()).hasLineCount(1);
    assertThat(Cli.run("inspect").err()).contains("'maskgit inspect' needs FILE");
  }

  @Test
  void aCheckpointConvertedThereAndBackIsTheSameFile() throws IOException {
    Path safetensors = folder.resolve("t.safetensors");
    Path back = folder.resolve("t.msgpack");
    assertThat(
            Cli.run("convert", Golden.TINY_TOKENIZER, "--output", safetensors, "--names", "torch")
                .code())
        .isZero();
    assertThat(Checkpoint.open(safetensors).tensors()).containsKey("quantize.embedding.weight");
    assertThat(Cli.run("inspect", safetensors).out())
        .contains("codebookSize=64", "as the model needs them");
    Cli.Run run = Cli.run("convert", safetensors, "--output", back, "--names", "flax");
    assertThat(run.out()).isEqualTo(back + "\n");
    Checkpoint whole = Checkpoint.open(Golden.TINY_TOKENIZER);
    Checkpoint again = Checkpoint.open(back);
    assertThat(again.tensors().keySet()).isEqualTo(whole.tensors().keySet());
    whole
        .tensors()
        .forEach(
            (name, tensor) -> assertThat(again.tensor(name).bytes()).isEqualTo(tensor.bytes()));
    assertThat(Files.size(back)).isEqualTo(Files.size(Golden.TINY_TOKENIZER));
  }

  @Test
  void aPairBecomesASavedModelAndComesBackByteForByte() throws IOException {
    Path model = folder.resolve("savedmodel");
    assertThat(Cli.run("convert", Cli.TINY, "--to", "savedmodel", "--output", model).code())
        .isZero();
    Path back = folder.resolve("back.msgpack");
    Cli.Run run = Cli.line("convert %s --part transformer --to msgpack --output %s", model, back);
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(back).hasSameBinaryContentAs(Golden.TINY_TRANSFORMER);
    Cli.Run single =
        Cli.line("convert %s --to savedmodel --output %s", back, folder.resolve("other"));
    assertThat(single.code()).isEqualTo(2);
    assertThat(single.err()).contains("expected the folder of a transformer and a tokenizer");
  }

  @Test
  void convertRefusesWhatItDoesNotKnow() {
    Path file = Golden.TINY_TOKENIZER;
    assertThat(Cli.run("convert", file).err()).contains("--output is missing");
    Cli.Run format = Cli.run("convert", file, "--output", folder.resolve("x"), "--to", "onnx");
    assertThat(format.code()).isEqualTo(2);
    assertThat(format.err()).contains("--to: expected safetensors, msgpack or tf, found onnx.");
    Cli.Run names = Cli.run("convert", file, "--output", folder.resolve("x"), "--names", "onnx");
    assertThat(names.err()).contains("--names: expected flax or torch, found onnx.");
    assertThat(Cli.run("convert", file, "--output", folder).code()).isEqualTo(3);
  }

  /** A SavedModel's folder with both tiny models among its variables, as our export names them. */
  private Path savedModel() throws IOException {
    List<CheckpointTensor> tensors = new ArrayList<>();
    Checkpoint.open(Golden.TINY_TRANSFORMER)
        .tensors()
        .forEach((name, tensor) -> tensors.add(tensor.named("transformer/" + name)));
    Checkpoint.open(Golden.TINY_TOKENIZER)
        .tensors()
        .forEach((name, tensor) -> tensors.add(tensor.named("tokenizer/" + name)));
    Path model = folder.resolve("model");
    Path variables = Files.createDirectories(model.resolve("variables"));
    Files.createFile(model.resolve("saved_model.pb"));
    Checkpoint.of("both", tensors)
        .write(variables.resolve("variables"), CheckpointFormat.TENSORFLOW);
    return model;
  }

  @Test
  void aPartOfASavedModelIsTheFileThatItWas() throws IOException {
    Path model = savedModel();
    for (String part : List.of("transformer", "tokenizer")) {
      Path bundle = folder.resolve(part);
      Path back = folder.resolve(part + ".msgpack");
      assertThat(Cli.line("convert %s --part %s --to tf --output %s", model, part, bundle).code())
          .isZero();
      assertThat(Cli.line("convert %s.index --to msgpack --output %s", bundle, back).code())
          .isZero();
      Path original = part.equals("tokenizer") ? Golden.TINY_TOKENIZER : Golden.TINY_TRANSFORMER;
      assertThat(back).hasSameBinaryContentAs(original);
    }
    Cli.Run none =
        Cli.line("convert %s --part tokenizer --output %s", Golden.TINY_TRANSFORMER, "x");
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.err()).contains("expected a tokenizer in it, found none");
    assertThat(Cli.line("convert %s --part x --output x", model).err())
        .contains("--part: expected transformer or tokenizer, found x.");
  }

  @Test
  void aSavedModelMakesTheSamePicture() throws IOException {
    Path model = savedModel();
    assertThat(Cli.run("inspect", model).out())
        .contains("225 tensors", "layers=3, heads=4", "codebookSize=64", "as the model needs them")
        .contains("format         tensorflow");
    Path picture = folder.resolve("picture.png");
    assertThat(
            Cli.line("generate --model %s --label 3 --steps 2 --output %s", Cli.TINY, picture)
                .code())
        .isZero();
    Cli.Run replay = Cli.line("replay %s --model %s", picture, model);
    assertThat(replay.code()).isZero();
    assertThat(replay.out()).contains("all 16 are the same", "another file: tiny_maskgit");
  }
}
