package org.maskgit.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class NpyArrayTest {
  private static NpyArray array(String descr, int count, Consumer<ByteBuffer> fill) {
    int width = descr.charAt(2) - '0';
    ByteBuffer data = ByteBuffer.allocate(count * width).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(data);
    return new NpyArray(descr, Shape.of(count), data.rewind());
  }

  @Test
  void integersOfEveryWidth() {
    assertThat(array("<i4", 2, b -> b.putInt(-1).putInt(2024)).ints()).containsExactly(-1, 2024);
    assertThat(array("<u4", 1, b -> b.putInt(-2)).ints()).containsExactly(-2);
    assertThat(array("|u1", 1, b -> b.put((byte) -1)).ints()).containsExactly(255);
    assertThat(array("|i1", 1, b -> b.put((byte) -1)).ints()).containsExactly(-1);
    assertThat(array("|b1", 2, b -> b.put((byte) 1).put((byte) 0)).ints()).containsExactly(1, 0);
    assertThat(array("<i2", 2, b -> b.putShort((short) -5).putShort((short) 6)).ints())
        .containsExactly(-5, 6);
    assertThat(array("<i8", 2, b -> b.putLong(-5).putLong(6)).ints()).containsExactly(-5, 6);
  }

  @Test
  void integersThatDontFitAreSaid() {
    assertThatThrownBy(() -> array("<i8", 1, b -> b.putLong(1L << 31)).ints())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found 2147483648");
  }

  @Test
  void floatsOfBothWidths() {
    assertThat(array("<f4", 2, b -> b.putFloat(0.1f).putFloat(Float.NaN)).floats())
        .containsExactly(0.1f, Float.NaN);
    assertThat(array("<f8", 1, b -> b.putDouble(0.1)).floats()).containsExactly(0.1f);
  }

  @Test
  void otherTypesAreSaid() {
    assertThatThrownBy(() -> array("<f4", 1, b -> {}).ints())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("an array of integers")
        .hasMessageContaining("found NumPy type <f4");
    assertThatThrownBy(() -> array("<i4", 1, b -> {}).floats())
        .isInstanceOf(DataException.class)
        .hasMessageContaining("found NumPy type <i4");
  }

  @Test
  void aWrongNumberOfValuesIsAProgrammingError() {
    assertThatThrownBy(() -> NpyArray.of(Shape.of(2, 2), new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 3");
  }
}
