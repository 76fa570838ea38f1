package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.maskgit.image.RgbImage;

/** From pixels that are marked to tokens that are made anew. */
class PixelMaskTest {

  /** A mask with levels at some pixels, black elsewhere. */
  private static PixelMask mask(int height, int width, int threshold, int... yxLevel) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < yxLevel.length; i += 3) {
      int at = (yxLevel[i] * width + yxLevel[i + 1]) * 3;
      for (int channel = 0; channel < 3; channel++) {
        rgb[at + channel] = (byte) yxLevel[i + 2];
      }
    }
    return PixelMask.of(new RgbImage(height, width, rgb), threshold);
  }

  @Test
  void levelsFromTheThresholdOnAreMasked() {
    PixelMask mask = mask(2, 2, 128, 0, 0, 127, 0, 1, 128, 1, 0, 255);
    assertThat(mask.isMasked(0, 0)).isFalse();
    assertThat(mask.isMasked(0, 1)).isTrue();
    assertThat(mask.isMasked(1, 0)).isTrue();
    assertThat(mask.isMasked(1, 1)).isFalse();
    assertThat(mask(1, 1, 1, 0, 0, 1)).hasToString("PixelMask[1 of 1 × 1]");
    assertThatThrownBy(() -> mask(1, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a level from 1 to 255, found 0");
  }

  @Test
  void coloursCountByTheirGrayLevel() {
    RgbImage green = new RgbImage(1, 1, new byte[] {0, (byte) 255, 0});
    RgbImage blue = new RgbImage(1, 1, new byte[] {0, 0, (byte) 255});
    assertThat(PixelMask.of(green, 128).isMasked(0, 0)).isTrue();
    assertThat(PixelMask.of(blue, 128).isMasked(0, 0)).isFalse();
  }

  @Test
  void oneMaskedPixelMasksItsTokenUnlessMoreAreAskedFor() {
    PixelMask mask = mask(8, 8, 128, 3, 4, 255, 4, 0, 255, 4, 1, 255, 5, 2, 255, 7, 3, 255);
    LatentMask any = mask.tokens(2, 0);
    assertThat(any).isEqualTo(LatentMask.of(2, i -> i == 1 || i == 2));
    assertThat(mask.tokens(2, 0.25)).isEqualTo(LatentMask.of(2, i -> i == 2));
    assertThat(mask.tokens(2, 0.26).count()).isZero();
    assertThatThrownBy(() -> mask.tokens(3, 0)).hasMessageContaining("divides the mask's 8 × 8");
    assertThatThrownBy(() -> mask.tokens(2, 1.5)).hasMessageContaining("from 0 to 1, found 1.5");
  }

  @Test
  void dilationGrowsToAllSidesAndStopsAtTheEdge() {
    LatentMask corner = LatentMask.of(4, i -> i == 0);
    assertThat(corner.dilated(0)).isEqualTo(corner);
    assertThat(corner.dilated(1)).isEqualTo(LatentMask.of(4, i -> i / 4 < 2 && i % 4 < 2));
    assertThat(corner.dilated(9).count()).isEqualTo(16);
    assertThatThrownBy(() -> corner.dilated(-1)).hasMessageContaining("found -1");
  }

  @Test
  void aMaskMustLeaveSomethingAndMarkSomething() {
    assertThatThrownBy(() -> LatentMask.of(2, i -> false).requirePart())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found no token marked");
    assertThatThrownBy(() -> LatentMask.of(2, i -> true).requirePart())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found all 4 tokens marked");
    LatentMask.of(2, i -> i == 3).requirePart();
  }

  /** A line one pixel wide, which a filter would fade below the threshold. */
  @Test
  void nothingThatIsMaskedGetsLostWhenTheMaskShrinks() {
    byte[] rgb = new byte[100 * 100 * 3];
    for (int y = 0; y < 100; y++) {
      for (int channel = 0; channel < 3; channel++) {
        rgb[(y * 100 + 57) * 3 + channel] = (byte) 255;
      }
    }
    PixelMask line = PixelMask.of(new RgbImage(100, 100, rgb), 128);
    PixelMask small = Fit.SQUASH.place(100, 100, 8, 2).square(line);
    assertThat(small).hasToString("PixelMask[8 of 8 × 8]");
    assertThat(small.isMasked(7, 57 * 8 / 100)).isTrue();
  }

  @Test
  void aMaskIsPlacedWithItsPicture() {
    PixelMask mask = mask(2, 4, 128, 1, 3, 255);
    PixelMask longest = Fit.LONGEST.place(2, 4, 8, 2).square(mask);
    assertThat(longest).hasToString("PixelMask[4 of 8 × 8]");
    assertThat(longest.isMasked(3, 7)).isTrue();
    assertThat(longest.isMasked(4, 7)).isFalse();
    assertThat(Fit.CROP.place(2, 4, 8, 2).square(mask)).hasToString("PixelMask[0 of 8 × 8]");
    assertThatThrownBy(() -> Fit.SQUASH.place(4, 4, 8, 2).square(mask))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inside the picture of 2 × 4");
  }
}
