package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.maskgit.image.Image;

/** Where new pixels meet old ones. */
class SeamTest {
  private static final int SIDE = 32;
  private static final LatentMask MIDDLE = LatentMask.of(4, i -> i == 5 || i == 6 || i == 9);

  private static Image random(int seed) {
    Random random = new Random(seed);
    float[] rgb = new float[SIDE * SIDE * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = random.nextFloat();
    }
    return new Image(SIDE, SIDE, rgb);
  }

  private static Image plus(Image image, float number) {
    float[] rgb = image.rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] += number;
    }
    return new Image(SIDE, SIDE, rgb);
  }

  private static boolean isMasked(LatentMask mask, int sample) {
    int pixel = sample / 3;
    int factor = SIDE / mask.grid();
    return mask.isMasked(pixel / SIDE / factor * mask.grid() + pixel % SIDE / factor);
  }

  @Test
  void poissonKeepsEveryUnmaskedPixelBitByBit() {
    Image original = random(1);
    Image blend = Seam.POISSON.blend(original, MIDDLE, random(2));
    int changed = 0;
    for (int i = 0; i < blend.rgb().length; i++) {
      if (isMasked(MIDDLE, i)) {
        changed += blend.rgb()[i] == original.rgb()[i] ? 0 : 1;
      } else {
        assertThat(blend.rgb()[i]).isEqualTo(original.rgb()[i]);
      }
    }
    assertThat(changed).isGreaterThan(3 * 8 * 8 * 3 * 9 / 10);
  }

  /** Only gradients count: a picture that is brighter throughout changes nothing. */
  @Test
  void poissonForgetsHowBrightTheNewPictureIs() {
    Image original = random(3);
    Image blend = Seam.POISSON.blend(original, MIDDLE, plus(original, 0.25f));
    for (int i = 0; i < blend.rgb().length; i++) {
      assertThat(blend.rgb()[i]).isCloseTo(original.rgb()[i], offset(2e-6f));
    }
  }

  /** In the equation itself, at the picture's edge too. */
  @Test
  void poissonSolvesItsEquation() {
    Image original = random(4);
    Image generated = random(5);
    LatentMask mask = LatentMask.of(4, i -> i % 4 >= 2);
    float[] f = Seam.POISSON.blend(original, mask, generated).rgb();
    float[] g = generated.rgb();
    for (int y = 0; y < SIDE; y++) {
      for (int x = SIDE / 2; x < SIDE; x++) {
        int p = (y * SIDE + x) * 3;
        double sum = 0;
        for (int[] to : new int[][] {{-1, 0}, {1, 0}, {0, -1}, {0, 1}}) {
          int v = y + to[0];
          int u = x + to[1];
          if (v >= 0 && v < SIDE && u >= 0 && u < SIDE) {
            int q = (v * SIDE + u) * 3;
            sum += (f[p] - f[q]) - (g[p] - g[q]);
          }
        }
        assertThat(sum).isBetween(-2e-5, 2e-5);
      }
    }
  }

  @Test
  void blurIsTheOfficialCompositeAndNoneTheGeneratedPicture() {
    Image original = random(6);
    Image generated = random(7);
    assertThat(Seam.BLUR.blend(original, MIDDLE, generated))
        .isEqualTo(Composite.of(original, SoftMask.of(MIDDLE, SIDE), generated));
    assertThat(Seam.NONE.blend(original, MIDDLE, generated)).isEqualTo(generated);
    assertThat(Seam.parse("poisson")).isEqualTo(Seam.POISSON).hasToString("poisson");
  }

  @Test
  void poissonSaysWhatItNeeds() {
    Image image = random(8);
    assertThatThrownBy(() -> Seam.POISSON.blend(image, LatentMask.of(4, i -> true), image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leaves something");
    assertThatThrownBy(() -> Seam.POISSON.blend(image, LatentMask.of(5, i -> i == 0), image))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole tokens of a grid of 5");
    Image other = new Image(16, 16, new float[16 * 16 * 3]);
    assertThatThrownBy(() -> Seam.POISSON.blend(image, MIDDLE, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of the original's size");
  }
}
