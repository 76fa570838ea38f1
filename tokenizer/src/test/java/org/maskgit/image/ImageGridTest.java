package org.maskgit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageGridTest {
  @ParameterizedTest
  @CsvSource({"1,1,1", "2,1,2", "3,1,3", "4,2,2", "5,2,3", "8,2,4", "9,3,3", "16,4,4"})
  void isNearlySquare(int count, int rows, int columns) {
    RgbImage grid = ImageGrid.of(pictures(count), 0);
    assertThat(grid.height()).isEqualTo(2 * rows);
    assertThat(grid.width()).isEqualTo(3 * columns);
  }

  @Test
  void fillsRowByRowWithWhiteBetweenAndInUnusedPlaces() {
    RgbImage grid = ImageGrid.of(pictures(5), 2);
    assertThat(grid).hasToString("RgbImage[6 × 13]");
    String[] rows = {
      "000..111..222",
      "000..111..222",
      ".............",
      ".............",
      "333..444.....",
      "333..444.....",
    };
    for (int y = 0; y < 6; y++) {
      for (int x = 0; x < 13; x++) {
        int expected = rows[y].charAt(x) == '.' ? 255 : rows[y].charAt(x) - '0';
        for (int c = 0; c < 3; c++) {
          assertThat(grid.rgb()[(y * 13 + x) * 3 + c] & 0xff).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void refusesWhatCannotBeTiled() {
    assertThatThrownBy(() -> ImageGrid.of(List.of(), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected at least one picture, found none");
    List<RgbImage> unlike = List.of(filled(1, 1, 0), filled(1, 2, 0));
    assertThatThrownBy(() -> ImageGrid.of(unlike, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected pictures of 1 × 1, found one of 1 × 2");
    assertThatThrownBy(() -> ImageGrid.of(pictures(1), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Pictures of 2 × 3 whose every sample is their number. */
  private static List<RgbImage> pictures(int count) {
    return IntStream.range(0, count).mapToObj(i -> filled(2, 3, i)).toList();
  }

  private static RgbImage filled(int height, int width, int value) {
    byte[] rgb = new byte[height * width * 3];
    Arrays.fill(rgb, (byte) value);
    return new RgbImage(height, width, rgb);
  }
}
