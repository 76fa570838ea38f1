package org.maskgit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.io.DataException;
import org.maskgit.training.TokenBatch;

class TokenShardsTest {
  private static final TokenManifest MANIFEST = manifest(40_000);

  @TempDir private Path root;

  private static TokenManifest manifest(int codebookSize) {
    return new TokenManifest(
        "0123456789abcdef".repeat(4), 2, codebookSize, "pictures", ImmutableList.of("a", "b"));
  }

  /** Images first … first + count − 1, whose tokens and labels tell their number. */
  private static TokenBatch batch(int first, int count) {
    int[][] tokens = new int[count][];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      tokens[i] = new int[] {first + i, 1, 2, 300};
      labels[i] = (first + i) % 2;
    }
    return new TokenBatch(tokens, labels);
  }

  private void write(TokenManifest manifest, int images) {
    TokenShardWriter writer = TokenShardWriter.open(root, manifest, 5);
    for (int i = 0; i < images; i += 2) {
      writer.add(batch(i, 2), Integer.toString(i + 2));
    }
    writer.finish();
  }

  @Test
  void whatIsWrittenIsRead() {
    for (int codebookSize : new int[] {1024, 40_000}) {
      Path folder = root.resolve(Integer.toString(codebookSize));
      TokenShardWriter writer = TokenShardWriter.open(folder, manifest(codebookSize), 4);
      writer.add(batch(0, 3), "3");
      writer.add(batch(3, 3), "6");
      writer.add(batch(6, 3), "9");
      writer.finish();
      TokenShards shards = TokenShards.open(folder);
      assertThat(shards.size()).isEqualTo(9);
      assertThat(shards.manifest()).isEqualTo(manifest(codebookSize));
      for (int i = 0; i < 9; i++) {
        assertThat(shards.tokens(i)).containsExactly(i, 1, 2, 300);
        assertThat(shards.label(i)).isEqualTo(i % 2);
      }
    }
  }

  @Test
  void aWriterThatWasKilledGoesOnBehindItsLastShard() throws IOException {
    TokenShardWriter killed = TokenShardWriter.open(root, MANIFEST, 4);
    killed.add(batch(0, 4), "4");
    killed.add(batch(4, 3), "7");
    Files.write(root.resolve("tokens-00001.safetensors"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> TokenShards.open(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 4 images of an unfinished run");
    TokenShardWriter writer = TokenShardWriter.open(root, MANIFEST, 4);
    assertThat(writer.position()).isEqualTo("4");
    writer.add(batch(4, 3), "7");
    writer.add(batch(7, 2), "9");
    writer.finish();
    TokenShards shards = TokenShards.open(root);
    assertThat(shards.size()).isEqualTo(9);
    assertThat(shards.tokens(8)[0]).isEqualTo(8);
  }

  @Test
  void aFolderOfOtherTokensIsRefused() {
    write(MANIFEST, 4);
    assertThatThrownBy(() -> TokenShardWriter.open(root, manifest(8), 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("name another folder");
    assertThatThrownBy(() -> TokenShardWriter.open(root, MANIFEST, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found finished tokens");
  }

  @Test
  void damagedFoldersSaySo() throws IOException {
    assertThatThrownBy(() -> TokenShards.open(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected tokens with their tokens.json, found none");
    write(MANIFEST, 4);
    Path index = root.resolve("tokens.json");
    String text = Files.readString(index);
    Files.writeString(index, text.replace("\"grid\": 2", "\"grid\": 3"));
    assertThatThrownBy(() -> TokenShards.open(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected tokens [4, 9]");
    Files.writeString(index, text.replace("40000", "200"));
    TokenShards small = TokenShards.open(root);
    assertThatThrownBy(() -> small.tokens(0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected numbers from 0 to 199, found 300");
    Files.writeString(index, "{}");
    assertThatThrownBy(() -> TokenShards.open(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("of the format maskgit-tokens-1");
  }

  @Test
  void batchesGoOnWhereTheyWere() {
    write(MANIFEST, 10);
    TokenShards shards = TokenShards.open(root);
    try (TokenBatches batches = TokenBatches.open(shards, 4, 3, "0")) {
      TreeSet<Integer> epoch = new TreeSet<>();
      for (int i = 0; i < 2; i++) {
        Arrays.stream(batches.next().tokens()).forEach(row -> epoch.add(row[0]));
      }
      assertThat(epoch).hasSize(8);
      String position = batches.position();
      TokenBatch expected = batches.next();
      try (TokenBatches resumed = TokenBatches.open(shards, 4, 3, position)) {
        TokenBatch found = resumed.next();
        assertThat(found.tokens()).isDeepEqualTo(expected.tokens());
        assertThat(found.labels()).containsExactly(expected.labels());
      }
    }
  }
}
