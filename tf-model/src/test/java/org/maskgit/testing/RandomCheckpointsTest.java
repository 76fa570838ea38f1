package org.maskgit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.KeyReport;
import org.maskgit.checkpoint.ModelFiles;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.checkpoint.TensorStatistics;
import org.maskgit.testing.ModelSizes.Tokenizer;
import org.maskgit.testing.ModelSizes.Transformer;

class RandomCheckpointsTest {
  @Test
  void fullSizesHaveTheOfficialCounts() {
    List<TensorSpec> transformer = Transformer.IMAGENET_256.tensors();
    List<TensorSpec> tokenizer = Tokenizer.IMAGENET.tensors();
    assertThat(transformer).hasSize(393);
    assertThat(parameters(transformer, "")).isEqualTo(172_457_193);
    assertThat(tokenizer).hasSize(168);
    assertThat(parameters(tokenizer, "")).isEqualTo(54_515_587);
    assertThat(parameters(tokenizer, "encoder/")).isEqualTo(23_775_104);
    assertThat(parameters(tokenizer, "decoder/")).isEqualTo(30_478_339);
  }

  @Test
  void treesAreThoseOfTheTinyFiles() {
    Transformer transformer = new Transformer(3, 64, 4, 128, 75, 17);
    Tokenizer tokenizer = new Tokenizer(32, ImmutableList.of(1, 1, 2, 2, 4), 2, 64, 32);
    KeyReport.of(Checkpoint.open(Golden.TINY_TRANSFORMER), transformer.tensors())
        .requireComplete("the tiny transformer");
    KeyReport.of(Checkpoint.open(Golden.TINY_TOKENIZER), tokenizer.tensors())
        .requireComplete("the tiny tokenizer");
  }

  @Test
  void oneSeedGivesOneFileAndWeightsAreDrawnAsTold(@TempDir Path folder) throws Exception {
    String[] sizes = {
      "tiny",
      "7",
      folder.toString(),
      "layers=1",
      "hidden=8",
      "heads=2",
      "mlp=16",
      "positions=1025",
      "vocabulary=40",
      "filters=32",
      "multipliers=1,2",
      "resBlocks=1",
      "codebook=29",
      "embedding=4"
    };
    RandomCheckpoints.main(sizes);
    ModelFiles files = ModelFiles.find(folder);
    Checkpoint written = Checkpoint.open(files.transformer());
    Checkpoint again = RandomCheckpoints.transformer(new Transformer(1, 8, 2, 16, 40, 1025), 7);
    String embedding = "Embed_0/position_embeddings/embedding";
    assertThat(written.tensor(embedding).floats()).isEqualTo(again.tensor(embedding).floats());
    assertThat(written.tensor(embedding).floats())
        .isNotEqualTo(
            RandomCheckpoints.transformer(new Transformer(1, 8, 2, 16, 40, 1025), 8)
                .tensor(embedding)
                .floats());
    TensorStatistics statistics = TensorStatistics.of(written.tensor(embedding));
    assertThat(statistics.min()).isBetween(-0.04, -0.03);
    assertThat(statistics.max()).isBetween(0.03, 0.04);
    assertThat(written.tensor("Embed_0/embeddings_ln/scale").floats()).containsOnly(1);
    assertThat(Checkpoint.open(files.tokenizer()).tensor("quantizer/codebook").shape().asArray())
        .containsExactly(29, 4);
  }

  private static long parameters(List<TensorSpec> specs, String prefix) {
    return specs.stream()
        .filter(s -> s.name().startsWith(prefix))
        .mapToLong(s -> s.shape().size())
        .sum();
  }
}
