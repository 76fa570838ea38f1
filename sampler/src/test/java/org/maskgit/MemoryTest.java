package org.maskgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.maskgit.image.Image;
import org.maskgit.testing.Golden;

/**
 * Native memory has owners: a run gives back at once what it took, without the garbage collector.
 */
class MemoryTest {
  private static final int RUNS = 20;
  private static final Image PICTURE = new Image(64, 64, new float[64 * 64 * 3]);

  @Test
  void leavesNoNativeObjectBehind() {
    try (MaskGit maskgit = MaskGit.load(Golden.TINY_TRANSFORMER, Golden.TINY_TOKENIZER)) {
      run(maskgit, 1);
      long before = Pointer.totalCount();
      run(maskgit, RUNS);
      assertThat(Pointer.totalCount() - before).isLessThan(RUNS);
    }
  }

  private static void run(MaskGit maskgit, int times) {
    for (int i = 0; i < times; i++) {
      maskgit.decode(maskgit.encode(List.of(PICTURE)));
      maskgit.generate(GenerateRequest.of(1));
    }
  }
}
