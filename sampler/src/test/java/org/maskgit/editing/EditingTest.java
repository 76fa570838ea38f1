package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.maskgit.image.GrayImage;
import org.maskgit.image.Image;

/** What editing promises besides the official numbers, and what it refuses. */
class EditingTest {
  private static final LatentMask CORNER = LatentMask.of(new Box(0, 0, 1, 1), 64, 4);

  @Test
  void refusesABoxThatMarksNothingOfThePicture() {
    assertThatThrownBy(() -> LatentMask.of(new Box(100, 100, 0, 0), 256, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("empty");
    assertThatThrownBy(() -> LatentMask.of(new Box(250, 0, 10, 10), 256, 16))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("inside the picture of 256 × 256");
  }

  @Test
  void refusesAGridThatDoesNotDivideThePicture() {
    assertThatThrownBy(() -> LatentMask.of(new Box(0, 0, 1, 1), 64, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a token grid that divides the image size 64, found 5");
  }

  @Test
  void followsTheTokenizersFactor() {
    LatentMask mask = LatentMask.of(new Box(8, 16, 8, 8), 64, 8);
    assertThat(mask).hasToString("LatentMask[9 of 8 × 8]");
    assertThat(mask.isMasked(8 * 0 + 1)).isTrue();
    assertThat(mask.isMasked(8 * 2 + 3)).isTrue();
    assertThat(mask.isMasked(8 * 3 + 1)).isFalse();
  }

  @Test
  void comparesMasksByContent() {
    assertThat(CORNER)
        .isEqualTo(LatentMask.of(new Box(15, 15, 1, 1), 64, 4))
        .hasSameHashCodeAs(LatentMask.of(new Box(15, 15, 1, 1), 64, 4))
        .isNotEqualTo(LatentMask.of(new Box(16, 16, 16, 16), 64, 4));
    assertThatThrownBy(() -> CORNER.isMasked(16)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void givesEverySampleItsOwnClass() {
    int[] image = new int[16];
    Arrays.fill(image, 5);
    int[][] tokens = InputTokens.edited(new int[] {0, 3}, 10, image, CORNER);
    assertThat(tokens[0]).startsWith(10, -1, 5).hasSize(17);
    assertThat(tokens[1]).startsWith(13, -1, 5).hasSize(17);
    assertThat(InputTokens.withoutClass(tokens)[1]).startsWith(-1, 5).hasSize(16);
  }

  @Test
  void sharesNoArrayBetweenSamples() {
    int[][] tokens = InputTokens.masked(new int[] {1, 1}, 10, 4);
    tokens[0][2] = 9;
    assertThat(tokens[1]).containsExactly(11, -1, -1, -1, -1);
  }

  @Test
  void refusesTokensThatDoNotFit() {
    assertThatThrownBy(() -> InputTokens.edited(new int[] {0}, 10, new int[15], CORNER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 4 × 4 image tokens, found 15");
    int[] noCode = new int[16];
    noCode[7] = 10;
    assertThatThrownBy(() -> InputTokens.edited(new int[] {0}, 10, noCode, CORNER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected image tokens of 0 to 9, found 10");
    assertThatThrownBy(() -> InputTokens.masked(new int[] {-1}, 10, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected labels of 0 or more, found -1");
    assertThatThrownBy(() -> InputTokens.withClass(new int[] {1}, 10, new int[2][4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a label a sample (2), found 1");
  }

  @Test
  void keepsValuesOutsideTheUnitRange() {
    SoftMask all = new SoftMask(new GrayImage(1, 1, new byte[] {(byte) 255}));
    SoftMask none = new SoftMask(new GrayImage(1, 1, new byte[] {0}));
    Image original = new Image(1, 1, new float[] {-1, 0.25f, 3});
    Image generated = new Image(1, 1, new float[] {2, -2, 0.5f});
    assertThat(Composite.of(original, all, generated)).isEqualTo(generated);
    assertThat(Composite.of(original, none, generated)).isEqualTo(original);
  }

  @Test
  void refusesPicturesOfAnotherSize() {
    SoftMask mask = SoftMask.of(CORNER, 64);
    Image right = new Image(64, 64, new float[64 * 64 * 3]);
    Image wrong = new Image(32, 64, new float[32 * 64 * 3]);
    assertThatThrownBy(() -> Composite.of(wrong, mask, right))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected an original picture of the mask's size 64 × 64, found Image[32 × 64]");
    assertThatThrownBy(() -> Composite.of(right, mask, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected a generated picture");
    assertThatThrownBy(() -> new SoftMask(new GrayImage(1, 2, new byte[2])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a square mask, found GrayImage[1 × 2]");
    assertThatThrownBy(() -> SoftMask.of(CORNER, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected pictures of at least 16 pixels a side, found 8");
  }
}
