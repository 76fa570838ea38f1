package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.evaluation.KnownArrays;
import org.maskgit.evaluation.NpzFiles;
import org.maskgit.evaluation.TinyInception;
import org.maskgit.testing.Golden;

/** {@code evaluate} and {@code evaluate-tokenizer}. */
final class EvaluateTest {
  @TempDir private static Path folder;
  private static Path real;
  private static Path fake;
  private static Path graph;
  private static Path npz;
  private static Path folders;

  @BeforeAll
  static void write() throws IOException {
    real =
        NpzFiles.write(
            folder.resolve("real.npz"),
            Map.of("features", NpzFiles.rows(KnownArrays.rows(400, 16, 0.7, 0.05, 0))));
    fake =
        NpzFiles.write(
            folder.resolve("fake.npz"),
            Map.of(
                "features", NpzFiles.rows(KnownArrays.rows(400, 16, 0.9, 0.04, 0.1)),
                "logits", NpzFiles.rows(KnownArrays.logits())));
    graph = TinyInception.write(folder.resolve("tiny-net.pb"));
    npz =
        NpzFiles.write(
            folder.resolve("pictures.npz"), Map.of("arr_0", NpzFiles.pictures(8, 16, 16)));
    folders = folder.resolve("pictures");
    for (int i = 0; i < 8; i++) {
      BufferedImage picture = new BufferedImage(20, 24, BufferedImage.TYPE_INT_RGB);
      picture.setRGB(5, 5 + i, 0xff8800);
      Path file = folders.resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    }
  }

  private static Cli.Run run(String line) {
    return Cli.run((Object[]) line.split(" "));
  }

  private static JsonObject succeeds(String line) {
    Cli.Run run = run(line + " --json");
    assertThat(run.code()).as("%s", run.err()).isZero();
    return run.json();
  }

  private static String fails(int code, String line) {
    Cli.Run run = run(line + " --quiet");
    assertThat(run.code()).as("%s", run.err()).isEqualTo(code);
    assertThat(run.err()).hasLineCount(1);
    return run.err();
  }

  private static String features(Path reference, Path generated, String options) {
    return "evaluate --reference-features %s --features %s %s"
        .formatted(reference, generated, options);
  }

  private static String pictures(Path reference, Path images, Path network, String options) {
    return "evaluate --reference %s --images %s --features-graph %s %s"
        .formatted(reference, images, network, options);
  }

  @Test
  void featuresFromAnywhereAreScoredInOneObject() {
    JsonObject json = succeeds(features(real, fake, "--k 3"));
    assertThat(json.keySet())
        .containsExactlyInAnyOrder(
            "fid",
            "is_mean",
            "is_std",
            "kid",
            "precision",
            "recall",
            "density",
            "coverage",
            "reference_count",
            "generated_count");
    assertThat(json.get("is_mean").getAsDouble()).isCloseTo(1.984467119833, within(6e-13));
    assertThat(json.get("is_std").getAsDouble()).isZero();
    assertThat(json.get("reference_count").getAsInt()).isEqualTo(400);
    JsonObject split = succeeds(features(real, fake, "--metrics is --split 100"));
    assertThat(split.get("is_std").getAsDouble()).isCloseTo(0.041943762791, within(6e-13));
    assertThat(split.has("fid")).isFalse();
  }

  @Test
  void countsArePrintedAndSmallSetsRemarkedUpon() {
    Cli.Run run = run(features(real, real, "--metrics fid"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().toList())
        .contains("reference samples        400", "generated samples        400")
        .anyMatch(line -> line.matches("FID +-?0\\.000000"));
    assertThat(run.err()).contains("FID of fewer than 2048 samples is too high");
  }

  @Test
  void torchFidelitysSubsetsNeedAThousandSamples() {
    Cli.Run run = run(features(real, fake, "--protocol torch-fidelity --json"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("the kernel distance needs features of at least 1000");
    assertThat(run.json().has("kid")).isFalse();
    assertThat(run.json().get("is_std").getAsDouble()).isPositive();
  }

  @Test
  void picturesGoThroughANetworkAndFewerThan2048HaveNoFrechetDistance() {
    String options =
        "--input ExpandDims --pool pool_3 --logits softmax/logits/MatMul --scale 0.5,-1 --size 16"
            + " --batch 1 --metrics ";
    Cli.Run refused = run(pictures(npz, folders, graph, options + "fid,kid,prdc --json"));
    assertThat(refused.code()).as(refused.err()).isZero();
    assertThat(refused.err()).contains("needs at least 2048 samples, found 8 and 8");
    assertThat(refused.json().has("tiny_net_fd")).isFalse();
    assertThat(refused.json().has("tiny_net_kd")).isTrue();
    assertThat(refused.json().has("tiny_net_precision")).isTrue();
    JsonObject forced = succeeds(pictures(npz, folders, graph, options + "fid,is --force"));
    assertThat(forced.get("tiny_net_fd").getAsDouble()).isPositive();
    assertThat(forced.get("tiny_net_is_mean").getAsDouble()).isGreaterThanOrEqualTo(1);
    assertThat(forced.get("network_sha256").getAsString()).hasSize(64);
    assertThat(forced.keySet()).noneMatch(key -> key.contains("fid"));
  }

  @Test
  void aTokenizerIsScored() {
    String words =
        "evaluate-tokenizer --tokenizer %s --data %s --size 16"
            .formatted(Golden.TINY_TOKENIZER, folders);
    JsonObject json =
        succeeds(
            words
                + " --features-graph %s --input ExpandDims --pool pool_3 --force".formatted(graph));
    assertThat(json.get("count").getAsInt()).isEqualTo(8);
    assertThat(json.get("psnr").getAsDouble()).isBetween(0.0, 60.0);
    assertThat(json.get("ssim").getAsDouble()).isBetween(-1.0, 1.0);
    assertThat(json.get("l1").getAsDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("codebook_size").getAsInt()).isEqualTo(64);
    assertThat(json.get("codebook_used").getAsInt()).isBetween(1, 8);
    assertThat(json.get("codebook_perplexity").getAsDouble()).isBetween(1.0, 8.0);
    assertThat(json.get("tiny_net_rfd").getAsDouble()).isPositive();
    assertThat(succeeds(words).get("psnr")).isEqualTo(json.get("psnr"));
  }

  @Test
  void classesOfTwoFoldersMustHaveTheSameNames() throws IOException {
    Path other = folder.resolve("other");
    for (String name : List.of("a", "c")) {
      Files.createDirectories(other.resolve(name));
      Files.copy(folders.resolve("a/0.png"), other.resolve(name).resolve("0.png"));
    }
    String options = "--input ExpandDims --pool pool_3 --size 16 --metrics kid --agreement";
    assertThat(fails(3, pictures(folders, other, graph, options)))
        .contains("expected the class folders of", "(b is in one of them only)");
    assertThat(fails(3, "cas --train %s --test %s".formatted(other, folders)))
        .contains("(b is in one of them only)");
  }

  @Test
  void wrongUseEndsInOneSentence() {
    assertThat(fails(2, "evaluate --features " + fake)).contains("--reference-features is missing");
    assertThat(fails(2, "evaluate --features %s --images %s".formatted(fake, npz)))
        .contains("not both");
    assertThat(fails(2, "evaluate --reference %s --images %s".formatted(npz, npz)))
        .contains("--features-graph is missing");
    assertThat(fails(2, features(real, fake, "--metrics fip")))
        .contains("--metrics: expected fid, is, kid or prdc, found fip");
    assertThat(fails(2, pictures(npz, npz, graph, "--preset vgg")))
        .contains("--preset: expected inception or lite0, found vgg");
    assertThat(fails(2, pictures(npz, npz, graph, "--preset lite0 --pool x")))
        .contains("--pool doesn't go with --preset");
    assertThat(fails(2, pictures(npz, npz, graph, "--input a --pool b --scale 1")))
        .contains("--scale: expected two numbers A,B, found 1");
    assertThat(fails(2, pictures(folders, npz, graph, "--input ExpandDims --pool pool_3")))
        .contains("--size is missing");
    assertThat(fails(3, pictures(npz, npz, folder.resolve("none.pb"), "--preset inception")))
        .contains("get it from https://openaipublic.blob.core.windows.net");
    assertThat(fails(3, pictures(npz, npz, graph, "--preset inception")))
        .contains("expected a network of 2048 features, found 8");
  }
}
