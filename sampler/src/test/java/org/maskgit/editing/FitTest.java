package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.maskgit.image.PillowResize;
import org.maskgit.image.RgbImage;

/** Pictures of any size in a model's square. */
class FitTest {
  private static final int SIDE = 32;
  private static final int FACTOR = 8;

  /** Each pixel tells its place. */
  private static RgbImage picture(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 * 7 + i % 3);
    }
    return new RgbImage(height, width, rgb);
  }

  @Test
  void squashScalesBothSidesAsTheOfficialCode() {
    RgbImage picture = picture(50, 20);
    Placement placement = Fit.SQUASH.place(50, 20, SIDE, FACTOR);
    assertThat(placement.square(picture)).isEqualTo(PillowResize.bicubic(picture, SIDE, SIDE));
    assertThat(placement).isEqualTo(new Placement(new Box(0, 0, 50, 20), SIDE, SIDE, SIDE));
  }

  @Test
  void cropTakesTheMiddleSquare() {
    RgbImage picture = picture(32, 48);
    Placement placement = Fit.CROP.place(32, 48, SIDE, FACTOR);
    RgbImage square = placement.square(picture);
    assertThat(square).isEqualTo(Crop.of(picture, new Box(0, 8, 32, 32)));
    assertThat(square.rgb()[0]).isEqualTo(picture.rgb()[8 * 3]);
  }

  @Test
  void longestKeepsTheAspectInWholeTokensAndRepeatsTheEdge() {
    RgbImage picture = picture(16, 32);
    Placement placement = Fit.LONGEST.place(16, 32, SIDE, FACTOR);
    assertThat(placement.height()).isEqualTo(16);
    assertThat(placement.width()).isEqualTo(32);
    RgbImage square = placement.square(picture);
    assertThat(placement.cut(square)).isEqualTo(picture);
    assertThat(Crop.of(square, new Box(31, 0, 1, 32)))
        .isEqualTo(Crop.of(picture, new Box(15, 0, 1, 32)));
    assertThat(Fit.LONGEST.place(2, 1000, SIDE, FACTOR).height()).isEqualTo(8);
    assertThat(Fit.LONGEST.place(100, 60, SIDE, FACTOR).width()).isEqualTo(16);
  }

  @Test
  void namesAreReadAndWritten() {
    assertThat(Fit.parse("longest")).isEqualTo(Fit.LONGEST).hasToString("longest");
    assertThatThrownBy(() -> Fit.parse("stretch"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected squash, crop or longest, found stretch");
    assertThatThrownBy(() -> Fit.CROP.place(5, 5, 32, 7)).hasMessageContaining("divides the side");
  }
}
