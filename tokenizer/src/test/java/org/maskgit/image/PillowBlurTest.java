package org.maskgit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maskgit.image.PillowResizeTest.unsigned;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.maskgit.testing.Golden;

class PillowBlurTest {
  @ParameterizedTest
  @ValueSource(ints = {256, 512})
  void softensEveryMaskAsTheOfficialCode(int size) {
    int grid = size / 16;
    try (Golden golden = Golden.npz("editing")) {
      int[] masks = golden.ints("bbox%d_latent_masks".formatted(size));
      int[] expected = golden.ints("bbox%d_soft_mask_uint8".formatted(size));
      int count = masks.length / (grid * grid);
      assertThat(count).isEqualTo(size == 256 ? 20 : 4);
      for (int i = 0; i < count; i++) {
        byte[] latent = new byte[grid * grid];
        for (int k = 0; k < latent.length; k++) {
          latent[k] = (byte) (masks[i * latent.length + k] * 255);
        }
        GrayImage large = PillowResize.bicubic(new GrayImage(grid, grid, latent), size, size);
        GrayImage soft = PillowBlur.gaussian(large, size / 16f - 1);
        assertThat(unsigned(soft.gray()))
            .isEqualTo(Arrays.copyOfRange(expected, i * size * size, (i + 1) * size * size));
      }
    }
  }

  @Test
  void spreadsAPointAlikeInBothDirectionsAndKeepsItsSum() {
    byte[] point = new byte[21 * 21];
    point[10 * 21 + 10] = (byte) 255;
    GrayImage blurred = PillowBlur.gaussian(new GrayImage(21, 21, point), 1);
    int[] samples = unsigned(blurred.gray());
    for (int y = 0; y < 21; y++) {
      for (int x = 0; x < 21; x++) {
        assertThat(samples[y * 21 + x])
            .isEqualTo(samples[y * 21 + 20 - x])
            .isEqualTo(samples[(20 - y) * 21 + x]);
      }
    }
    assertThat(Arrays.stream(samples).sum()).isBetween(240, 270);
    assertThat(samples[10 * 21 + 10]).isBetween(38, 44); // a Gaussian has 255 / 2π = 40.6
  }

  @Test
  void repeatsTheBorderOfAPictureSmallerThanTheBox() {
    GrayImage flat = new GrayImage(2, 1, new byte[] {77, 77});
    assertThat(PillowBlur.gaussian(flat, 31)).isEqualTo(flat);
  }

  @Test
  void leavesThePictureAloneAtRadiusZero() {
    GrayImage image = new GrayImage(1, 2, new byte[] {0, 9});
    assertThat(PillowBlur.gaussian(image, 0)).isSameAs(image);
  }

  @ParameterizedTest
  @ValueSource(floats = {-1, Float.NaN, Float.POSITIVE_INFINITY})
  void refusesARadiusThatIsNoLength(float radius) {
    GrayImage image = new GrayImage(1, 1, new byte[1]);
    assertThatThrownBy(() -> PillowBlur.gaussian(image, radius))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found " + radius);
  }
}
