package org.maskgit.tokenizer.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

class ResamplingTest {
  private static final int SIZE = 8;
  private static final int CHANNELS = 3;

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void weighsNeighbouringPixels(Resampling resampling) {
    SplittableRandom random = new SplittableRandom(1);
    float[] pixels = new float[SIZE * SIZE * CHANNELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextDouble();
    }
    try (GraphRun run = new GraphRun()) {
      Operand<TFloat32> x = run.input(pixels, 1, SIZE, SIZE, CHANNELS);
      Operand<TFloat32> halved = resampling.halve(ModuleScope.root(run.graph()), x, SIZE, CHANNELS);
      assertThat(Errors.relative(run.run(halved), byHand(resampling, pixels))).isLessThan(1e-6);
    }
  }

  private static float[] byHand(Resampling resampling, float[] pixels) {
    int[] taps = resampling == Resampling.BLUR ? new int[] {1, 3, 3, 1} : new int[] {0, 1, 1, 0};
    int sum = resampling == Resampling.BLUR ? 64 : 4;
    int half = SIZE / 2;
    float[] halved = new float[half * half * CHANNELS];
    for (int i = 0; i < halved.length; i++) {
      int row = i / (half * CHANNELS);
      int column = i / CHANNELS % half;
      double value = 0;
      for (int dy = 0; dy < 4; dy++) {
        for (int dx = 0; dx < 4; dx++) {
          int y = 2 * row + dy - 1;
          int x = 2 * column + dx - 1;
          if (y >= 0 && y < SIZE && x >= 0 && x < SIZE) {
            value += taps[dy] * taps[dx] * pixels[(y * SIZE + x) * CHANNELS + i % CHANNELS];
          }
        }
      }
      halved[i] = (float) (value / sum);
    }
    return halved;
  }
}
