package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.MoreCollectors;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.evaluation.KnownArrays;
import org.maskgit.evaluation.NpzFiles;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** {@code reproduce}, {@code cas}, and the downloads that they name. */
final class ReproduceTest {
  @TempDir private Path folder;

  private Map<String, String> home() {
    return Map.of("MASKGIT_HOME", folder.resolve("home").toString());
  }

  private Path pictures() throws IOException {
    for (int i = 0; i < 10; i++) {
      BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
      picture.setRGB(5, 5 + i, 0xff8800);
      Path file = folder.resolve("real/%04d/a.png".formatted(i));
      Files.createDirectories(file.getParent());
      ImageIO.write(picture, "png", file.toFile());
    }
    return folder.resolve("real");
  }

  @Test
  void missingFilesAreNamedWithTheirSizesAndWhereToGetThem() {
    Cli.Run run = Cli.run(home(), "reproduce", "table1-256");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains(
            "the weights imagenet256 (about 900 MB, from https://",
            "classify_image_graph_def.pb (about 100 MB, from https://",
            "VIRTUAL_imagenet256_labeled.npz (about 2 GB",
            "maskgit download adm-imagenet256")
        .hasLineCount(1);
    assertThat(Cli.run(home(), "reproduce", "cas").err()).contains("validation pictures");
    assertThat(Cli.run(home(), "reproduce", "rejection").err()).contains("--classifier FILE");
    assertThat(Cli.run(home(), "reproduce", "guidance").err()).contains("give --model shipped");
    assertThat(Cli.run(home(), "reproduce", "schedule").err()).contains("'schedules'");
  }

  @Test
  void whatWasNeverPublishedIsSaid() {
    Cli.Run run = Cli.run("reproduce", "edit-places", "--work", folder.resolve("work"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("| 6.7800 | – |", "never published");
  }

  @Test
  void anExperimentRunsWithOtherWeightsAndKeepsWhatItMeasured() throws IOException {
    Path work = folder.resolve("work");
    Cli.Run cas =
        Cli.run(
            "reproduce",
            "cas",
            "--model",
            Cli.TINY,
            "--reference",
            pictures(),
            "--count",
            "10",
            "--work",
            work,
            "--keep-samples");
    assertThat(cas.code()).as(cas.err()).isZero();
    assertThat(cas.out()).contains("| | pictures | top1 | top5 |");
    Path scores = work.resolve("cas-T_=_8.scores.json");
    FileTime time = Files.getLastModifiedTime(scores);
    assertThat(
            Cli.run(
                    "reproduce",
                    "cas",
                    "--model",
                    Cli.TINY,
                    "--reference",
                    pictures(),
                    "--count",
                    "10",
                    "--work",
                    work,
                    "--keep-samples")
                .out())
        .isEqualTo(cas.out());
    assertThat(Files.getLastModifiedTime(scores)).isEqualTo(time);
    assertThat(Files.readString(work.resolve("cas.json")))
        .contains("maskgit sample --model", "maskgit cas --train", "\"top1\"");
  }

  @Test
  void anExperimentIsScoredByAFeatureNetwork() throws IOException {
    Path work = folder.resolve("work");
    Path network = lite0();
    Path real = pictures();
    Cli.Run run = rejection(network, real, work);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "| | pictures | class_agreement | lite0_fd | lite0_kd |",
            "| acceptance 0.05, T = 8 | 2 | ",
            "| all kept, T = 8 | 2 | ");
    assertThat(Files.readString(work.resolve("rejection.json")))
        .contains("--acceptance 0.05", "maskgit evaluate --reference");
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .as("the samples are deleted, the scores are kept")
          .containsExactlyInAnyOrder(
              "reference-features",
              "rejection.json",
              "rejection-acceptance_0.05_T_=_8.scores.json",
              "rejection-all_kept_T_=_8.scores.json");
    }
    rowsShareTheFeaturesOfTheReference(run, network, real, work);
  }

  private static Cli.Run rejection(Path network, Path real, Path work) {
    return Cli.line(
        "reproduce rejection --model %s --features %s --reference %s --count 2 --work %s"
            + " --classifier %s",
        Cli.TINY, network, real, work, network);
  }

  private static void rowsShareTheFeaturesOfTheReference(
      Cli.Run run, Path network, Path real, Path work) throws IOException {
    assertThat(run.err().lines().filter(line -> line.startsWith("Took the features"))).hasSize(1);
    assertThat(Files.readString(work.resolve("rejection.json"))).doesNotContain("cache");
    Path kept;
    try (Stream<Path> files = Files.list(work.resolve("reference-features"))) {
      kept = files.collect(MoreCollectors.onlyElement());
    }
    Path scores = work.resolve("rejection-all_kept_T_=_8.scores.json");
    String measured = Files.readString(scores);
    Files.delete(kept);
    Files.delete(scores);
    assertThat(rejection(network, real, work).out()).isEqualTo(run.out());
    assertThat(Files.readString(scores)).as("features made anew").isEqualTo(measured);

    double[][] other = KnownArrays.rows(10, 1280, 0.7, 0.05, 0);
    NpzFiles.write(kept, Map.of("features", NpzFiles.rows(other)));
    Files.delete(scores);
    assertThat(rejection(network, real, work).out())
        .as("a row is scored against what is kept, not against the pictures")
        .isNotEqualTo(run.out());
  }

  /** A network with the names of EfficientNet-Lite0: its features are the mean colours, in turn. */
  private Path lite0() throws IOException {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Placeholder<TFloat32> image =
          tf.withName("image")
              .placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
      Operand<TFloat32> colours = tf.math.mean(image, tf.constant(new int[] {1, 2}));
      Operand<TFloat32> many = tf.tile(colours, tf.constant(new int[] {1, 427}));
      tf.withName("Identity_5")
          .slice(many, tf.constant(new int[2]), tf.constant(new int[] {-1, 1280}));
      tf.withName("Identity_6")
          .slice(many, tf.constant(new int[2]), tf.constant(new int[] {-1, 10}));
      return Files.write(folder.resolve("lite0.pb"), graph.toGraphDef().toByteArray());
    }
  }

  @Test
  void optionsThatWouldBeIgnoredAreRefused() {
    String scored = "--features f.pb --reference real";
    Map.of(
            "speed --model m --count 8",
            "--count goes only with experiments that sample",
            "tokenizer --count 8",
            "--count goes only with experiments that sample",
            "table1-256 --features f.pb",
            "--features goes only with --model",
            "table1-256 --size 64",
            "--size goes only with --model",
            "table1-256 --batch 8",
            "--batch goes only with 'speed'",
            "rejection --class-map m.txt",
            "--class-map goes only with --classifier",
            "steps --model m %s --classifier f.pb".formatted(scored),
            "--classifier goes only with 'rejection'")
        .forEach(
            (words, sentence) -> {
              Cli.Run run = Cli.run(home(), (Object[]) ("reproduce " + words).split(" "));
              assertThat(run.code()).as(words).isEqualTo(2);
              assertThat(run.err()).isEqualTo(sentence + "; leave it out.\n");
            });
  }

  @Test
  void samplersAreTimedAgainstEachOther() {
    Cli.Run run =
        Cli.run(
            "reproduce",
            "speed",
            "--model",
            Cli.TINY,
            "--batch",
            "2",
            "--work",
            folder.resolve("work"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "seconds_a_picture", "times as long as confidence", "(published: 30 to 64 times)");
  }

  @Test
  void whatTheyAreScoredWithIsFetchedAndChecked() throws IOException {
    Path mirror = Files.createDirectory(folder.resolve("mirror"));
    Files.writeString(mirror.resolve("classify_image_graph_def.pb"), "no graph");
    Cli.Run wrong = Cli.run(home(), "download", "inception", "--from", mirror);
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(folder.resolve("home/models/inception/classify_image_graph_def.pb")).doesNotExist();
    assertThat(Cli.run(home(), "download", "adm-imagenet512", "--from", mirror).err())
        .contains("VIRTUAL_imagenet512.npz");
  }
}
