package org.maskgit.editing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoxTest {
  @Test
  void readsWhatItPrints() {
    Box box = new Box(64, 32, 128, 144);
    assertThat(box).hasToString("64,32,128,144");
    assertThat(Box.parse("64,32,128,144")).isEqualTo(box);
    assertThat(Box.parse(" 64, 32 ,128, 144 ")).isEqualTo(box);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1,2,3", "1,2,3,4,5", "1,2,3,x", "-1,2,3,4", "1.5,2,3,4", "1,2,3,9999999999"})
  void refusesAnyOtherText(String text) {
    assertThatThrownBy(() -> Box.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a box as four whole numbers top,left,height,width, found \"%s\"", text);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0,4", "0,0,4,0"})
  void refusesToEditNothing(int top, int left, int height, int width) {
    assertThatThrownBy(() -> new Box(top, left, height, width).requireInside(64, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected a box of at least one pixel, found an empty one");
  }

  @ParameterizedTest
  @CsvSource({"64,0,1,1", "0,64,1,1", "1,0,64,1", "0,1,1,64", "999999999,0,999999999,1"})
  void refusesABoxThatReachesBeyondThePicture(int top, int left, int height, int width) {
    Box box = new Box(top, left, height, width);
    assertThatThrownBy(() -> box.requireInside(64, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a box inside the picture of 64 × 64, found top,left,height,width %s", box);
  }

  @Test
  void takesTheWholePictureAndItsLastPixel() {
    assertThatCode(() -> new Box(0, 0, 64, 32).requireInside(64, 32)).doesNotThrowAnyException();
    assertThatCode(() -> new Box(63, 31, 1, 1).requireInside(64, 32)).doesNotThrowAnyException();
  }

  @Test
  void refusesNegativeNumbers() {
    assertThatThrownBy(() -> new Box(0, -1, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a box of no negative numbers, found 0,-1,2,2");
  }
}
