package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.maskgit.editing.OutpaintCanvas.Window;
import org.maskgit.image.Image;

/** Pictures larger than the model's window: 8 × 8 tokens of 4 pixels. */
class OutpaintCanvasTest {
  private static final int SIDE = 32;
  private static final int FACTOR = 4;
  private static final Placement WHOLE = Placement.whole(SIDE);

  private static OutpaintCanvas canvas(int left, int right, int up, int down) {
    return OutpaintCanvas.of(WHOLE, new Margins(left, right, up, down), FACTOR);
  }

  @Test
  void aPanoramaMovesByHalfAWindow() {
    assertThat(canvas(0, 48, 0, 0).windows())
        .containsExactly(new Window(0, 0), new Window(0, 4), new Window(0, 8), new Window(0, 12));
  }

  @Test
  void pixelsThatFillNoWholeTokenAreCutOffAtTheOuterEdge() {
    OutpaintCanvas canvas = canvas(5, 0, 0, 2);
    assertThat(canvas.columns()).isEqualTo(10);
    assertThat(canvas.rows()).isEqualTo(9);
    assertThat(canvas.known()).isEqualTo(new Box(0, 2, 8, 8));
    assertThat(canvas.crop()).isEqualTo(new Box(0, 3, 34, 37));
  }

  /** As the paper: a picture half as wide as the window. */
  @Test
  void aNarrowPictureLeavesTheRestOfItsFirstWindowToBeMade() {
    Placement half = Fit.LONGEST.place(64, 32, SIDE, FACTOR);
    OutpaintCanvas canvas = OutpaintCanvas.of(half, new Margins(0, 16, 0, 0), FACTOR);
    assertThat(canvas.windows()).containsExactly(new Window(0, 0));
    int[] tokens = new int[64];
    Arrays.setAll(tokens, i -> i);
    int[] placed = canvas.place(tokens);
    assertThat(Arrays.copyOfRange(placed, 8, 16)).containsExactly(8, 9, 10, 11, -1, -1, -1, -1);
    assertThat(canvas.crop()).isEqualTo(new Box(0, 0, 32, 32));
  }

  @ParameterizedTest
  @CsvSource({"0,48,0,0", "50,0,0,0", "3,0,0,0", "0,0,40,0", "20,41,33,7", "0,1,0,1"})
  void everyTokenGetsMadeWithHalfOfItsWindowKnown(int left, int right, int up, int down) {
    OutpaintCanvas canvas = canvas(left, right, up, down);
    int[] tokens = canvas.place(new int[64]);
    for (Window window : canvas.windows()) {
      int known = 0;
      for (int row = window.row(); row < window.row() + 8; row++) {
        for (int column = window.column(); column < window.column() + 8; column++) {
          known += tokens[row * canvas.columns() + column] >= 0 ? 1 : 0;
          tokens[row * canvas.columns() + column] = 1;
        }
      }
      assertThat(known).isGreaterThanOrEqualTo(32);
    }
    assertThat(tokens).doesNotContain(-1);
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new Margins(0, 0, 0, 0)).hasMessageContaining("one side to grow");
    assertThatThrownBy(() -> new Margins(0, -1, 0, 0)).hasMessageContaining("right -1");
    for (int large : List.of(Integer.MAX_VALUE, 1 << 24, 15_000_000)) {
      assertThatThrownBy(() -> canvas(large, 0, large, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pixels");
    }
    assertThatThrownBy(() -> canvas(0, 4, 0, 0).place(new int[9]))
        .hasMessage("expected 64 tokens, found 9");
  }

  @Test
  void aWindowThatIsBlendedFadesOnItsKnownSideAlone() {
    Image black = new Image(SIDE, SIDE, new float[SIDE * SIDE * 3]);
    float[] ones = new float[SIDE * SIDE * 3];
    Arrays.fill(ones, 1);
    Image white = new Image(SIDE, SIDE, ones);
    LatentMask right = LatentMask.of(8, i -> i % 8 >= 4);
    float[] row = WindowBlend.of(Seam.BLUR, black, right, white).rgb();
    for (int x = 0; x < SIDE; x++) {
      if (x >= SIDE / 2) {
        assertThat(row[x * 3]).isEqualTo(1f);
      } else {
        assertThat(row[x * 3]).isLessThanOrEqualTo(row[x * 3 + 3]);
      }
    }
    assertThat(row[0]).isZero();
    assertThat(WindowBlend.of(Seam.POISSON, black, right, white).rgb()[17 * 3])
        .isCloseTo(0f, offset(1e-6f));
  }
}
