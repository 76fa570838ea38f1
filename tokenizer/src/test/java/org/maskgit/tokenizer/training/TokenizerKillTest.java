package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.maskgit.testing.KilledRun;
import org.maskgit.training.loop.CheckpointStore;
import org.maskgit.training.loop.LoopListener;

/** A tokenizer's run over a folder of images, one of them broken, that is killed. */
class TokenizerKillTest {
  private static final int KILLS = 2;
  private static final int MOST_STEPS = 9;

  @TempDir private Path folder;

  @Test
  void aKilledRunEndsBitEqualToOneNeverKilled() throws Exception {
    writeImages();
    Path killed = folder.resolve("killed");
    try (KilledRun run = KilledRun.of(TokenizerRun.class, killed, 4)) {
      for (int kill = 0; kill < KILLS; kill++) {
        run.killWhileTraining(MOST_STEPS);
      }
      assertThat(CheckpointStore.open(killed.resolve("checkpoints")).list()).isNotEmpty();
      run.finish();
    }
    Path whole = folder.resolve("whole");
    TokenizerRun.train(whole, new LoopListener() {});
    assertThat(end(killed)).hasSameBinaryContentAs(end(whole));
  }

  private static Path end(Path run) {
    return CheckpointStore.open(run.resolve("checkpoints")).file(TokenizerRun.STEPS);
  }

  private void writeImages() throws IOException {
    Path images = Files.createDirectories(folder.resolve("images/all"));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10; i++) {
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 256; pixel++) {
        image.setRGB(pixel / 16, pixel % 16, random.nextInt(1 << 24));
      }
      ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
    }
    Files.write(images.resolve("broken.png"), new byte[] {1, 2, 3});
  }
}
