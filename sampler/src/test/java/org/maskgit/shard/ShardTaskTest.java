package org.maskgit.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.GenerateRequest;
import org.maskgit.MaskGit;
import org.maskgit.io.DataException;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.sampler.NoiseMode;
import org.maskgit.sampler.StepListener;
import org.maskgit.testing.Golden;

class ShardTaskTest {
  private static final int PICTURES = 11;
  private static final GenerateRequest REQUEST =
      GenerateRequest.of(0)
          .withSeed("5")
          .withNoise(NoiseMode.PER_IMAGE)
          .withSampler(ConfidenceSampler.of(3));

  private static MaskGit maskgit;
  @TempDir private Path folder;

  @BeforeAll
  static void load() {
    maskgit = MaskGit.load(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER);
  }

  @AfterAll
  static void close() {
    maskgit.close();
  }

  private static SampleSeries series(int rows) {
    return SampleSeries.of(maskgit, REQUEST, number -> number % maskgit.classes(), rows);
  }

  /** All pictures of a series, made in shards of a size from the last to the first. */
  private ImmutableList<Sample> run(String name, int rows, int shardSize, Rejection rejection)
      throws IOException {
    ShardFolder shards = new ShardFolder(Files.createDirectory(folder.resolve(name)));
    ShardTask task = ShardTask.of(series(rows), rejection, shards);
    List<Shard> plan = Shard.cut(PICTURES, shardSize);
    plan.stream().sorted((a, b) -> b.index() - a.index()).forEach(task::run);
    return plan.stream()
        .flatMap(shard -> shards.read(shard).stream())
        .collect(ImmutableList.toImmutableList());
  }

  private static List<byte[]> pixels(List<Sample> samples) {
    return samples.stream().map(sample -> sample.picture().rgb()).toList();
  }

  @Test
  void theSizeOfShardsChangesNoPixel() throws IOException {
    ImmutableList<Sample> large = run("100", 4, 100, Rejection.NONE);
    ImmutableList<Sample> small = run("3", 4, 3, Rejection.NONE);
    assertThat(large.stream().map(Sample::number))
        .containsExactlyElementsOf(IntStream.range(0, PICTURES).boxed().toList());
    assertThat(pixels(small)).containsExactlyElementsOf(pixels(large));
    assertThat(small.stream().map(Sample::tokens))
        .containsExactlyElementsOf(large.stream().map(Sample::tokens).toList());
  }

  @Test
  void anotherNumberOfRowsDrawsWithTheSameNoise() throws IOException {
    ImmutableList<Sample> four = run("four", 4, 100, Rejection.NONE);
    ImmutableList<Sample> five = run("five", 5, 100, Rejection.NONE);
    assertThat(five.stream().map(Sample::tokens))
        .containsExactlyElementsOf(four.stream().map(Sample::tokens).toList());
  }

  @Test
  void aPictureIsThatOfAGenerationWithItsNumber() throws IOException {
    Sample ninth = run("ninth", 4, 100, Rejection.NONE).get(9);
    int[] tokens =
        maskgit
            .generate(REQUEST.withLabels(ImmutableIntArray.of(9)).withFirstImage(9))
            .sampling()
            .tokens()[0];
    assertThat(tokens).isEqualTo(ninth.tokens().toArray());
  }

  @Test
  void aFinishedShardIsNotMadeAgain() {
    ShardFolder shards = new ShardFolder(folder);
    Shard shard = new Shard(0, 0, 2);
    Receipt first = ShardTask.of(series(2), Rejection.NONE, shards).run(shard);
    List<Integer> made = new ArrayList<>();
    Receipt second =
        ShardTask.of(series(2), Rejection.NONE, shards).run(shard, StepListener.none(), made::add);
    assertThat(made).isEmpty();
    assertThat(second).isEqualTo(new Receipt(shard, first.sha256(), true));
    assertThat(first.wasThere()).isFalse();
  }

  @Test
  void aShardThatWasStoppedLeavesNoFile() throws IOException {
    ShardTask task = ShardTask.of(series(2), Rejection.NONE, new ShardFolder(folder));
    assertThatThrownBy(
            () ->
                task.run(
                    new Shard(0, 0, 4),
                    step -> {
                      throw new IllegalStateException("stopped");
                    },
                    made -> {}))
        .hasMessage("stopped");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aShardWithoutItsDigestIsTakenAsWritten() throws IOException {
    ShardFolder shards = new ShardFolder(folder);
    Shard shard = new Shard(0, 0, 2);
    Receipt receipt = ShardTask.of(series(2), Rejection.NONE, shards).run(shard);
    Files.delete(folder.resolve("shard-00000.sha256"));
    assertThat(shards.find(shard)).contains(new Receipt(shard, receipt.sha256(), true));
    shards.require(shard);
  }

  @Test
  void aChangedOrMissingShardIsRefused() throws IOException {
    ShardFolder shards = new ShardFolder(folder);
    Shard shard = new Shard(0, 0, 2);
    ShardTask.of(series(2), Rejection.NONE, shards).run(shard);
    Path file = folder.resolve("shard-00000.npz");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> shards.require(shard))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has changed since it was written");
    assertThatThrownBy(() -> shards.require(new Shard(1, 2, 2)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("Expected shard 1");
  }

  @Test
  void rejectionKeepsTheBestOfItsCandidates() throws IOException {
    // Of each three candidates the second: the series that has one candidate has it as 3 i + 1.
    Rejection second =
        new Rejection(
            3,
            samples ->
                samples.stream().mapToDouble(s -> s.number() % 3 == 1 ? 0.9 : 0.1).toArray());
    ImmutableList<Sample> kept = run("kept", 4, 4, second);
    assertThat(kept.stream().map(Sample::number))
        .containsExactlyElementsOf(IntStream.range(0, PICTURES).mapToObj(i -> 3 * i + 1).toList());
    assertThat(pixels(run("again", 4, 100, second))).containsExactlyElementsOf(pixels(kept));
  }

  @Test
  void noiseOfTheBatchIsRefused() {
    assertThatThrownBy(() -> SampleSeries.of(maskgit, GenerateRequest.of(1), number -> 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected noise per image");
    assertThatThrownBy(() -> GenerateRequest.of(1).withFirstImage(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("noise of the batch");
  }
}
