package org.maskgit.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.evaluation.TinyInception;
import org.maskgit.io.Npy;
import org.maskgit.io.NpyArray;
import org.tensorflow.ndarray.Shape;

/** {@code sample} and {@code merge}. */
final class SampleTest {
  private static final String SERIES = "sample --model %s --count 10 --steps 2 --batch 4 ";

  @TempDir private Path folder;

  private static JsonObject succeeds(String more) {
    Cli.Run run = Cli.run((Object[]) (SERIES.formatted(Cli.TINY) + more + " --json").split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    return run.json();
  }

  private static NpyArray array(Path file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(name + ".npy"))) {
      return Npy.read(in, Files.size(file), name);
    }
  }

  private static int[] labels(Path file) throws IOException {
    return array(file, "arr_1").ints();
  }

  @Test
  void anNpzHoldsPicturesAndLabelsAndNothingIsLeftBesideIt() throws IOException {
    Path file = folder.resolve("samples.npz");
    JsonObject json = succeeds("--seed 3 --output " + file);
    assertThat(json.get("tries").getAsInt()).isEqualTo(10);
    assertThat(array(file, "arr_0").shape()).isEqualTo(Shape.of(10, 64, 64, 3));
    assertThat(array(file, "arr_0").descr()).isEqualTo("|u1");
    assertThat(array(file, "arr_1").descr()).isEqualTo("<i8");
    assertThat(labels(file)).hasSize(10);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("samples.npz", "samples.npz.json");
    }
    assertThat(Cli.line(SERIES + "--output %s", Cli.TINY, file).err()).contains("is there already");
    Cli.Run other = Cli.line(SERIES + "--seed 4 --output %s", Cli.TINY, file);
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("holds pictures of another series: expected sampling");
  }

  @Test
  void processesShareTheShardsAndMergePutsThemTogether() throws IOException {
    Path whole = folder.resolve("whole.npz");
    succeeds("--seed 3 --output " + whole);
    Path file = folder.resolve("shared.npz");
    String shared = "--seed 3 --shard-size 3 --output " + file;
    assertThat(succeeds(shared + " --shard 1/2").get("shards").getAsInt()).isEqualTo(2);
    Cli.Run early = Cli.line("merge --output %s", file);
    assertThat(early.code()).isEqualTo(3);
    assertThat(early.err()).contains("Expected shard 0 in");
    assertThat(succeeds(shared + " --shard 0/2").get("shards").getAsInt()).isEqualTo(2);
    assertThat(Cli.line("merge --keep-work --output %s", file).code()).isZero();
    assertThat(Files.mismatch(file, whole)).isEqualTo(-1);
    Path work = folder.resolve("shared.npz.work");
    Cli.Run kept = Cli.line("merge --keep-work --output %s", file);
    assertThat(kept.err()).contains("is there already");
    assertThat(work).exists();

    Path pictures = folder.resolve("pictures");
    Cli.Run merged = Cli.line("merge --work %s.work --output %s", file, pictures);
    assertThat(merged.code()).as(merged.err()).isZero();
    int label = labels(file)[7];
    Path seventh = pictures.resolve("%04d/0000007.png".formatted(label));
    assertThat(Cli.line("replay %s --model %s", seventh, Cli.TINY).out())
        .contains("all 16 are the same");
    assertThat(Cli.line("info %s", seventh).out())
        .containsPattern("index +3\n")
        .containsPattern("first +4\n");
    // The shards are gone; what they became is still there.
    assertThat(work).doesNotExist();
    assertThat(Cli.line("merge --output %s", file).code()).isZero();
  }

  @Test
  void shardsThatAKilledMergeLeftAreDeletedByTheNextRun() throws IOException {
    Path file = folder.resolve("samples.npz");
    succeeds("--seed 3 --keep-work --output " + file);
    Path work = folder.resolve("samples.npz.work");
    assertThat(work).exists();
    Path plan = work.resolve("plan.json");
    String text = Files.readString(plan);
    Files.writeString(plan, text.replace("\"count\": 10", "\"count\": 11"));
    Cli.line(SERIES + "--seed 3 --output %s", Cli.TINY, file);
    assertThat(work).as("shards of another series").exists();
    // As a plan was before it said the device.
    Files.writeString(plan, text.replace("  \"device\": \"cpu\",\n", ""));
    succeeds("--seed 3 --output " + file);
    assertThat(work).doesNotExist();
  }

  @Test
  void ofProcessesThatBeginAtOnceOnePlans() throws IOException {
    Path file = folder.resolve("raced.npz");
    succeeds("--seed 3 --shard 0/2 --output " + file);
    Cli.Run other = Cli.line(SERIES + "--seed 4 --shard 1/2 --output %s", Cli.TINY, file);
    assertThat(other.code()).isEqualTo(3);
    assertThat(other.err()).contains("holds pictures of another series: expected sampling");
    try (Stream<Path> files = Files.list(folder.resolve("raced.npz.work"))) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .filteredOn(name -> name.startsWith("plan"))
          .containsExactly("plan.json");
    }
  }

  @Test
  void killedAmidTheRunItGoesOnToTheSameBytes() throws IOException, InterruptedException {
    Assumptions.assumeTrue(File.separatorChar == '/', "signals of POSIX");
    // Enough steps that a shard takes a while in any process.
    String series =
        "sample --model %s --count 8 --steps 400 --batch 2 --shard-size 2 --seed 9 --output "
            .formatted(Cli.TINY);
    Path whole = folder.resolve("whole.npz");
    assertThat(Cli.run((Object[]) (series + whole).split(" ")).code()).isZero();
    Path file = folder.resolve("killed.npz");
    try (ChildJvm child =
        ChildJvm.start(folder, List.of(), Main.class, (series + file).split(" "))) {
      child.awaitErr("Sampling 4/8");
      child.signal("KILL");
      assertThat(child.end().code()).isEqualTo(137);
    }
    assertThat(file).doesNotExist();
    assertThat(folder.resolve("killed.npz.work/shard-00000.npz")).exists();
    assertThat(folder.resolve("killed.npz.work/shard-00003.npz")).doesNotExist();
    Cli.Run again = Cli.run((Object[]) (series + file).split(" "));
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.err()).doesNotContain("Sampling 2/8");
    assertThat(Files.mismatch(file, whole)).isEqualTo(-1);
  }

  @Test
  void labelsAreBalancedListedOrReadAndShuffled() throws IOException {
    Path file = folder.resolve("labels.txt");
    Files.writeString(file, "4\n4\n9\n1\n1\n2\n2\n3\n3\n0\n");
    int[] read = {4, 4, 9, 1, 1, 2, 2, 3, 3, 0};
    Path ordered = folder.resolve("ordered.npz");
    succeeds("--seed 3 --labels " + file + " --keep-order --output " + ordered);
    assertThat(labels(ordered)).isEqualTo(read);
    Path shuffled = folder.resolve("shuffled.npz");
    succeeds("--seed 3 --labels " + file + " --output " + shuffled);
    assertThat(labels(shuffled)).isNotEqualTo(read).containsExactlyInAnyOrder(read);
    Path balanced = folder.resolve("balanced.npz");
    succeeds("--seed 3 --labels balanced --output " + balanced);
    assertThat(labels(balanced)).containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
    Path listed = folder.resolve("listed.npz");
    succeeds("--seed 3 --labels 7,2 --output " + listed);
    assertThat(Arrays.stream(labels(listed)).sum()).isEqualTo(5 * 7 + 5 * 2);
    Cli.Run wrong = Cli.line(SERIES + "--labels 10 --output %s", Cli.TINY, folder.resolve("x.npz"));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("expected a class from 0 to 9");
  }

  @Test
  void whatCannotBeIsRefused() {
    Cli.Run noise =
        Cli.line(SERIES + "--noise batch --output %s", Cli.TINY, folder.resolve("x.npz"));
    assertThat(noise.code()).isEqualTo(2);
    assertThat(noise.err()).contains("--noise: expected per-image, found batch");
    Cli.Run part = Cli.line(SERIES + "--shard 2/2 --output %s", Cli.TINY, folder.resolve("x.npz"));
    assertThat(part.code()).isEqualTo(2);
    assertThat(part.err()).contains("--shard: expected I/N with I from 0 to N - 1");
    Cli.Run map = Cli.line(SERIES + "--class-map m --output %s", Cli.TINY, folder.resolve("x.npz"));
    assertThat(map.code()).isEqualTo(2);
    assertThat(map.err()).contains("--class-map goes only with --acceptance RATE");
  }

  /** A classifier that takes the darkest pictures for the likeliest, whatever their class. */
  private String darkest() throws IOException {
    Path graph = TinyInception.write(folder.resolve("network.pb"));
    Path map = folder.resolve("map.txt");
    Files.writeString(map, "0\n".repeat(10));
    return "--acceptance 0.25 --features-graph %s --input ExpandDims --pool mixed_6/conv --logits pool_3 --scale 0.001,0 --class-map %s"
        .formatted(graph, map);
  }

  private static int darkestOf(byte[] pictures, int first, int count) {
    int length = 64 * 64 * 3;
    return IntStream.range(first, first + count)
        .boxed()
        .min(
            Comparator.comparingInt(
                i ->
                    IntStream.range(i * length, (i + 1) * length)
                        .map(at -> pictures[at] & 0xff)
                        .sum()))
        .orElseThrow();
  }

  @Test
  void rejectionKeepsTheLikeliestOfEachPicturesCandidates() throws IOException {
    Path all = folder.resolve("all.npz");
    String two = "sample --model %s --steps 2 --batch 4 --seed 3 --labels 5 ".formatted(Cli.TINY);
    Cli.run((Object[]) (two + "--count 8 --output " + all).split(" "));
    Path kept = folder.resolve("kept.npz");
    Cli.Run run =
        Cli.run(
            (Object[])
                (two + "--count 2 --json %s --output %s".formatted(darkest(), kept)).split(" "));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("tries").getAsInt()).isEqualTo(8);
    byte[] pictures = array(all, "arr_0").data().array();
    byte[] best = array(kept, "arr_0").data().array();
    int length = best.length / 2;
    for (int i = 0; i < 2; i++) {
      int from = darkestOf(pictures, 4 * i, 4) * length;
      assertThat(Arrays.copyOfRange(best, i * length, (i + 1) * length))
          .isEqualTo(Arrays.copyOfRange(pictures, from, from + length));
    }
  }

  @Test
  void aGeneratedPictureIsTheLikeliestAndReplays() throws IOException {
    Path picture = folder.resolve("picture.png");
    Cli.Run run =
        Cli.line(
            "generate --model %s --label 5 --steps 2 --seed 3 %s --json --output %s",
            Cli.TINY, darkest(), picture);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("tries").getAsInt()).isEqualTo(4);
    assertThat(run.err()).contains("Kept 1 of 4 candidates.");
    assertThat(Cli.line("info %s", picture).out()).containsPattern("batch +4\n");
    assertThat(Cli.line("replay %s --model %s", picture, Cli.TINY).out())
        .contains("all 16 are the same");
    Cli.Run alone =
        Cli.line("generate --model %s --label 5 --acceptance 0.5 --output %s", Cli.TINY, picture);
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("belong together");
  }
}
