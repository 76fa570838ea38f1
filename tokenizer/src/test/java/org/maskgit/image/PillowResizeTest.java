package org.maskgit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.testing.Golden;

class PillowResizeTest {
  @ParameterizedTest
  @CsvSource({"64,64", "256,256", "48,100"})
  void readsAndResizesAsTheOfficialCode(int height, int width) {
    RgbImage source = ImageFiles.read(Golden.file("edit_source_200x150.png"));
    assertThat(source).hasToString("RgbImage[150 × 200]");
    RgbImage resized = PillowResize.bicubic(source, height, width);
    try (Golden golden = Golden.npz("editing")) {
      int[] expected = golden.ints("read_image_h%d_w%d_uint8".formatted(height, width));
      assertThat(unsigned(resized.rgb())).isEqualTo(expected);
    }
  }

  @Test
  void weighsByKeysCubicAndClipsWhatOvershoots() {
    // Twice as wide: the centres lie at a quarter, the weights are -9, 111, 29 and -3 of 128.
    GrayImage row = new GrayImage(1, 6, new byte[] {0, 0, 0, (byte) 255, (byte) 255, (byte) 255});
    assertThat(unsigned(PillowResize.bicubic(row, 1, 12).gray()))
        .containsExactly(0, 0, 0, 0, 0, 52, 203, 255, 255, 255, 255, 255);
  }

  @Test
  void keepsAFlatPictureFlatAtAnySize() {
    for (int[] size : new int[][] {{1, 1}, {1, 40}, {7, 3}, {31, 64}}) {
      RgbImage flat = filled(5, 9);
      assertThat(PillowResize.bicubic(flat, size[0], size[1])).isEqualTo(filled(size[0], size[1]));
    }
  }

  @Test
  void enlargesASinglePixel() {
    assertThat(PillowResize.bicubic(filled(1, 1), 16, 16)).isEqualTo(filled(16, 16));
  }

  @Test
  void returnsAPictureOfTheRightSizeItself() {
    RgbImage image = filled(3, 4);
    assertThat(PillowResize.bicubic(image, 3, 4)).isSameAs(image);
    GrayImage gray = new GrayImage(1, 2, new byte[2]);
    assertThat(PillowResize.bicubic(gray, 1, 2)).isSameAs(gray);
  }

  @Test
  void refusesAnEmptySize() {
    assertThatThrownBy(() -> PillowResize.bicubic(filled(2, 2), 0, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a size of at least 1 × 1, found 0 × 4");
  }

  private static RgbImage filled(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    Arrays.fill(rgb, (byte) 201);
    return new RgbImage(height, width, rgb);
  }

  static int[] unsigned(byte[] samples) {
    int[] out = new int[samples.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = samples[i] & 0xff;
    }
    return out;
  }
}
