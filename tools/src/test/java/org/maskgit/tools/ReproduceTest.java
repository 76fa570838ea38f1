package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.evaluation.TinyInception;

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
    Path graph = TinyInception.write(folder.resolve("network.pb"));
    Path work = folder.resolve("work");
    Object[] words = {
      "reproduce",
      "table1-512",
      "--model",
      Cli.TINY,
      "--features",
      graph,
      "--preset",
      "lite0",
      "--reference",
      pictures(),
      "--count",
      "10",
      "--work",
      work
    };
    // A network of other names than the preset's: the samples are made, the scores are not.
    assertThat(Cli.run(words).code()).isEqualTo(3);
    assertThat(work.resolve("table1-512-MaskGIT_T_=_12.npz")).exists();
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
    assertThat(run.out()).contains("seconds_a_picture", "times as long as confidence");
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
