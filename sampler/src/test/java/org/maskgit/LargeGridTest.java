package org.maskgit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.checkpoint.CheckpointFormat;
import org.maskgit.image.Image;
import org.maskgit.sampler.ConfidenceSampler;
import org.maskgit.testing.ModelSizes;
import org.maskgit.testing.RandomCheckpoints;

/** The position table of 512×512 images, 1,025 rows, on a narrow model. */
class LargeGridTest {
  @Test
  void generatesWithThePositionTableOf512(@TempDir Path folder) {
    ModelSizes.Transformer transformer = new ModelSizes.Transformer(1, 32, 2, 64, 75, 1025);
    ModelSizes.Tokenizer tokenizer =
        new ModelSizes.Tokenizer(32, ImmutableList.of(1, 1, 1, 1, 1), 1, 64, 8);
    RandomCheckpoints.transformer(transformer, 1)
        .write(folder.resolve("transformer"), CheckpointFormat.FLAX_MSGPACK);
    RandomCheckpoints.tokenizer(tokenizer, 1)
        .write(folder.resolve("tokenizer"), CheckpointFormat.SAFETENSORS);
    try (MaskGit maskgit = MaskGit.load(folder)) {
      assertThat(maskgit.grid()).isEqualTo(32);
      Generation generation =
          maskgit.generate(GenerateRequest.of(9).withSampler(ConfidenceSampler.of(2)));
      assertThat(generation.sampling().tokens()[0]).hasSize(1024);
      Image image = generation.images().get(0);
      assertThat(image.height()).isEqualTo(512);
      assertThat(image.width()).isEqualTo(512);
    }
  }
}
