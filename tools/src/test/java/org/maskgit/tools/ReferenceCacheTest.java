package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.evaluation.KnownArrays;
import org.maskgit.evaluation.NpzFiles;
import org.maskgit.evaluation.TinyInception;
import org.maskgit.io.NpyArray;
import org.tensorflow.ndarray.Shape;

/** {@code evaluate --reference-cache}. */
final class ReferenceCacheTest {
  private static final int FEATURES = 8;

  @TempDir private Path folder;
  private Path real;
  private Path fake;
  private Path graph;
  private Path cache;

  @BeforeEach
  void write() throws IOException {
    real = folder.resolve("real");
    fake = folder.resolve("fake");
    cache = folder.resolve("kept/features");
    graph = TinyInception.write(folder.resolve("tiny.pb"));
    for (int i = 0; i < 8; i++) {
      String name = (i % 2 == 0 ? "a/" : "b/") + i + ".bmp";
      picture(real.resolve(name), 0x102030 * (i % 4) + i);
      picture(fake.resolve(name), 0x201040 * (i % 3) + 7 * i);
    }
  }

  /** A bitmap of one colour: all of them are of one length. */
  private static void picture(Path file, int colour) throws IOException {
    BufferedImage picture = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 400; i++) {
      picture.setRGB(i % 20, i / 20, colour);
    }
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, "bmp", file.toFile());
  }

  private Cli.Run run(Path reference, String more) {
    Cli.Run run =
        Cli.line(
            "evaluate --reference %s --images %s --features-graph %s --input ExpandDims --pool"
                + " pool_3 --force --agreement --json %s",
            reference, fake, graph, more);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private JsonObject without(String more) {
    return run(real, more).json();
  }

  private Cli.Run with(String more) {
    return run(real, more + " --reference-cache " + cache);
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  @Test
  void allNumbersAreTheSameAndTheSecondTimeNoReferenceIsRead() throws IOException {
    // The tiny graph makes logits of one picture only.
    String logits = "--size 16 --logits softmax/logits/MatMul --batch 1";
    JsonObject expected = without(logits);
    assertThat(expected.keySet())
        .contains(
            "tiny_fd",
            "tiny_is_mean",
            "tiny_kd",
            "tiny_precision",
            "tiny_recall",
            "tiny_density",
            "tiny_coverage",
            "class_agreement");
    Cli.Run first = with(logits);
    assertThat(first.json()).isEqualTo(expected);
    assertThat(first.err()).doesNotContain("Took the features");
    Cli.Run second = with(logits);
    assertThat(second.json()).isEqualTo(expected);
    assertThat(second.err())
        .contains("Took the features of %s from %s.".formatted(real, kept().get(0)));

    // Other features under the same name are believed: the network doesn't see the reference.
    NpzFiles.write(
        kept().get(0),
        Map.of("features", NpzFiles.rows(KnownArrays.rows(8, FEATURES, 0.7, 0.05, 0))));
    JsonObject other = with(logits).json();
    assertThat(other.get("tiny_kd")).isNotEqualTo(expected.get("tiny_kd"));
    assertThat(other.get("tiny_is_mean")).isEqualTo(expected.get("tiny_is_mean"));
    assertThat(kept()).hasSize(1);
  }

  @Test
  void keptFeaturesAreAReferenceOfTheirOwn() throws IOException {
    JsonObject expected = with("--size 16 --metrics kid").json();
    JsonObject json =
        Cli.line(
                "evaluate --reference-features %s --features %s --metrics kid --json",
                kept().get(0), kept().get(0))
            .json();
    assertThat(json.get("reference_count")).isEqualTo(expected.get("reference_count"));
  }

  @Test
  void anotherSizeBatchOrFeedingIsAnotherSet() throws IOException {
    int sets = 0;
    for (String more :
        List.of("--size 16", "--size 12", "--size 16 --batch 3", "--size 16 --scale 0.5,-1")) {
      assertThat(with(more).json()).as(more).isEqualTo(without(more));
      sets++;
      assertThat(kept()).as(more).hasSize(sets);
    }
  }

  @Test
  void aChangedPictureIsAnotherSetEvenIfItIsAsLongAndAsOldAsBefore() throws IOException {
    JsonObject before = with("--size 16").json();
    Path file = real.resolve("a/2.bmp");
    long length = Files.size(file);
    FileTime time = Files.getLastModifiedTime(file);
    picture(file, 0xffffff);
    assertThat(Files.size(file)).isEqualTo(length);
    Files.setLastModifiedTime(file, time);
    JsonObject after = with("--size 16").json();
    assertThat(after).isNotEqualTo(before).isEqualTo(without("--size 16"));
    Files.delete(file);
    assertThat(with("--size 16").json()).isEqualTo(without("--size 16"));
    assertThat(kept()).hasSize(3);
  }

  @Test
  void anotherNetworkOfTheSameNameIsAnotherSet() throws IOException {
    with("--size 16");
    byte[] emptyVersions = {0x22, 0x00}; // merged with those that are there: the same graph
    Files.write(graph, emptyVersions, StandardOpenOption.APPEND);
    assertThat(with("--size 16").err()).doesNotContain("Took the features");
    assertThat(kept()).hasSize(2);
  }

  @Test
  void aDamagedFileIsNamedAndMadeAnew() throws IOException {
    JsonObject expected = with("--size 16").json();
    Path file = kept().get(0);
    byte[] whole = Files.readAllBytes(file);
    byte[] wrongBit = whole.clone();
    wrongBit[200] ^= 1;
    for (byte[] damaged : List.of(wrongBit, Arrays.copyOf(whole, whole.length / 2), new byte[0])) {
      Files.write(file, damaged);
      Cli.Run run = with("--size 16");
      assertThat(run.json()).isEqualTo(expected);
      assertThat(run.err()).contains(file.toString(), "The features are computed anew.");
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void brokenPicturesAreToldOfEveryTime() throws IOException {
    Files.writeString(real.resolve("a/0.bmp"), "no picture");
    String words =
        "evaluate --reference %s --images %s --features-graph %s --input ExpandDims --pool pool_3"
            + " --size 16 --reference-cache %s";
    assertThat(Cli.line(words, real, fake, graph, cache).err()).contains("Skipped 1 broken images");
    assertThat(Cli.line(words, real, fake, graph, cache).err())
        .contains("Took the features", ", without 1 broken images.");
  }

  @Test
  void aFileOfPicturesIsKeptToo() throws IOException {
    Path npz =
        NpzFiles.write(
            folder.resolve("real.npz"),
            Map.of(
                "arr_0", NpzFiles.pictures(8, 16, 16),
                "arr_1", NpyArray.of(Shape.of(8), new int[] {0, 0, 0, 0, 1, 1, 1, 1})));
    String cached = "--reference-cache " + cache;
    String size = "--size 16 ";
    JsonObject expected = run(npz, size).json();
    assertThat(run(npz, size + cached).json()).isEqualTo(expected);
    Cli.Run second = run(npz, size + cached);
    assertThat(second.json()).isEqualTo(expected);
    assertThat(second.err()).contains("Took the features");
  }

  @Test
  void wrongUseEndsInOneSentence() throws IOException {
    Cli.Run useless =
        Cli.line("evaluate --reference-features f --features f --reference-cache %s", cache);
    assertThat(useless.code()).isEqualTo(2);
    assertThat(useless.err())
        .isEqualTo("--reference-cache goes only with --reference; leave it out.\n");
    Path file = Files.createFile(folder.resolve("file"));
    Cli.Run noFolder =
        Cli.line(
            "evaluate --reference %s --images %s --features-graph %s --input ExpandDims --pool"
                + " pool_3 --size 16 --reference-cache %s",
            real, fake, graph, file);
    assertThat(noFolder.code()).isEqualTo(3);
    assertThat(noFolder.err()).hasLineCount(1).contains("Can't make the folder " + file);
  }
}
