package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.DType;
import org.maskgit.data.TokenShards;
import org.maskgit.graph.Devices;
import org.maskgit.transformer.ClassNames;

/** Both stages, from pictures to a picture, by the commands alone; each test needs those before. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TrainTest {
  private static final String TINY_TOKENIZER =
      " --preset small --set training.model.imageSize=16 --set training.model.filters=32"
          + " --set training.model.channelMultipliers=1,1 --set training.model.codebookSize=24"
          + " --set training.model.embeddingSize=8 --set training.adversary.weight=0 --batch 2";
  private static final String TINY_TRANSFORMER =
      " --preset small --set training.model.hiddenSize=16 --set training.model.layers=1"
          + " --set training.model.heads=2 --set training.model.mlpSize=16 --batch 4";

  @TempDir private static Path root;

  private static Cli.Run run(String words) {
    return Cli.run((Object[]) words.replace("~", root.toString()).split(" "));
  }

  private static void succeeds(String words) {
    Cli.Run run = run(words);
    assertThat(run.code()).as("%s", run.err()).isZero();
  }

  @Test
  @Order(1)
  void aTokenizerIsTrainedOnAFolderOfPictures() throws IOException {
    for (int i = 0; i < 6; i++) {
      BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      picture.setRGB(2 * i, 3, 0xff8800);
      Path file = root.resolve("pictures/%s/%d.png".formatted(i < 3 ? "red fox" : "owl", i));
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    }
    Cli.Run run =
        run(
            "train tokenizer --data ~/pictures --held-out ~/pictures --run ~/tokenizer --steps 3"
                + " --sample-steps 2 --log-steps 1 --json"
                + TINY_TOKENIZER);
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(run.json().get("steps").getAsInt()).isEqualTo(3);
    assertThat(run.json().get("dataWaitShare").getAsDouble()).isBetween(0.0, 1.0);
    assertThat(run.err())
        .contains("No perceptual network is named", "step 3/3  loss ", "images/s", "{psnr=");
    assertThat(root.resolve("tokenizer/checkpoints/step-0000000003.safetensors")).exists();
    assertThat(root.resolve("tokenizer/samples/0000000002.png")).exists();
  }

  @Test
  @Order(2)
  void aRunGoesOnByItsNameAlone() {
    Cli.Run run = run("train tokenizer --run ~/tokenizer --steps 4 --json");
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(run.json().get("steps").getAsInt()).isEqualTo(4);
    assertThat(run.err()).contains("Going on from").contains("step-0000000003.safetensors");
  }

  @Test
  @Order(3)
  void aRunRefusesOtherSettingsThanItsOwn() {
    Cli.Run run = run("train tokenizer --run ~/tokenizer --steps 5 --seed 7");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains("expected the settings it was begun with, where training.seed is 42, found 7");
  }

  @Test
  @Order(4)
  void picturesAreStoredAsTokens() {
    succeeds(
        "train export --run ~/tokenizer --output ~/model/tokenizer.safetensors --dtype float16");
    succeeds(
        "tokenize --data ~/pictures --tokenizer ~/model/tokenizer.safetensors --size 16 --flip"
            + " --shard 5 --output ~/tokens");
    TokenShards tokens = TokenShards.open(root.resolve("tokens"));
    assertThat(tokens.size()).isEqualTo(12);
    assertThat(tokens.manifest().classNames()).containsExactly("owl", "red fox");
    Cli.Run again =
        run(
            "tokenize --data ~/pictures --tokenizer ~/model/tokenizer.safetensors --size 12"
                + " --output ~/other");
    assertThat(again.code()).isZero();
  }

  @Test
  @Order(5)
  void aTransformerIsTrainedOnTokens() {
    succeeds(
        "train transformer --data ~/tokens --held-out ~/tokens --tokenizer"
            + " ~/model/tokenizer.safetensors --run ~/transformer --steps 2 --sample-steps 1"
            + TINY_TRANSFORMER);
    assertThat(root.resolve("transformer/samples/0000000002.png")).exists();
    succeeds(
        "train export --run ~/transformer --output ~/model/transformer.safetensors --dtype bfloat16");
    succeeds("train export --run ~/transformer --output ~/tf/transformer --format tf");
    assertThat(Checkpoint.open(root.resolve("tf/transformer")).tensors()).isNotEmpty();
    Checkpoint weights = Checkpoint.open(root.resolve("model/transformer.safetensors"));
    assertThat(ClassNames.of(weights).orElseThrow().names()).containsExactly("owl", "red fox");
    assertThat(weights.tensors().values().iterator().next().dtype()).isEqualTo(DType.BFLOAT16);
  }

  @Test
  @Order(6)
  void theTrainedModelKnowsItsClassesByName() {
    Cli.Run run =
        Cli.run(
            "generate",
            "--model",
            root.resolve("model"),
            "--label",
            "red fox,OWL",
            "--seed",
            "1",
            "--grid",
            "--json",
            "--output",
            root.resolve("out.png"));
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(run.json().getAsJsonArray("labels").toString()).isEqualTo("[1,0]");
    assertThat(Cli.run("info", root.resolve("out.png")).out()).contains("red fox", "owl");
    Cli.Run unknown =
        Cli.run(
            "generate", "--model", root.resolve("model"), "--label", "fxo", "--output", "x.png");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("no class is called 'fxo'");
    Cli.Run beyond =
        Cli.run("generate", "--model", root.resolve("model"), "--label", "2", "--output", "x.png");
    assertThat(beyond.err()).contains("expected a class from 0 to 1 for this model, found 2");
  }

  @Test
  @Order(7)
  void theTrainedModelIsScoredByWhatItPredicts() {
    Cli.Run run =
        run(
            "evaluate-transformer --transformer ~/model/transformer.safetensors --data ~/tokens"
                + " --ratios 0.5,1 --schedules cosine --mask-seeds 1,2 --json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("pictures").getAsInt()).isEqualTo(12);
    assertThat(run.json().getAsJsonArray("nll")).hasSize(3);
    Cli.Run wrong =
        run(
            "evaluate-transformer --transformer ~/model/transformer.safetensors --data ~/tokens"
                + " --ratios 1.5");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("expected shares above 0 and up to 1, found 1.5");
  }

  @ParameterizedTest
  @Order(8)
  @CsvSource(
      delimiter = '|',
      value = {
        "--set training.modle.layers=1   | did you mean",
        "--set training.steps            | expected KEY=VALUE",
        "--preset huge                   | small",
        "--set training.batchSize=0      | batchSize",
      })
  void wrongSettingsAreNamed(String options, String sentence) {
    Cli.Run run = run("train transformer --data ~/tokens --run ~/none " + options);
    assertThat(run.code()).isBetween(2, 3);
    assertThat(run.err()).contains(sentence);
    assertThat(root.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @Order(7)
  @ValueSource(
      strings = {
        "train transformer --data ~/tokens --run ~/none --preset small",
        "train tokenizer --data ~/pictures --run ~/none --preset small",
        "tokenize --data ~/pictures --tokenizer ~/model/tokenizer.safetensors --output ~/none",
        "cas --train ~/pictures --test ~/pictures",
      })
  void aMissingDeviceIsSaidBeforeAnythingIsWritten(String command) {
    assumeTrue(Devices.all().stream().noneMatch(name -> name.startsWith("GPU")), "no GPU");
    Cli.Run run = run(command + " --device gpu:1");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.err()).startsWith("Expected gpu:1, found only CPU:0").hasLineCount(1);
    assertThat(root.resolve("none")).doesNotExist();
  }

  @Test
  @Order(8)
  void theModelThatShipsIsTheDefault() throws IOException {
    Path shipped = Files.createDirectory(root.resolve("shipped"));
    Files.move(root.resolve("model"), shipped.resolve("noto-emoji"));
    Path picture = root.resolve("default.png");
    Map<String, String> environment = Map.of("MASKGIT_SHIPPED", shipped.toString());
    Cli.Run run = Cli.run(environment, "generate", "--label", "owl", "--output", picture);
    assertThat(run.code()).as("%s", run.err()).isZero();
    assertThat(picture).exists();
    Cli.Run named =
        Cli.run(
            environment, "generate", "--model", "noto-emoji", "--label", "1", "--output", picture);
    assertThat(named.code()).as("%s", named.err()).isZero();
  }
}
