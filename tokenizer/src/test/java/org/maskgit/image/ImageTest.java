package org.maskgit.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.maskgit.image.PillowResizeTest.unsigned;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

class ImageTest {
  @Test
  void bringsEverySampleBackUnchanged() {
    byte[] all = new byte[256 * 3];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i / 3);
    }
    RgbImage samples = new RgbImage(16, 16, all);
    Image image = Image.of(samples);
    assertThat(image.rgb()[0]).isZero();
    assertThat(image.rgb()[all.length - 1]).isEqualTo(1f);
    assertThat(image.rgb()[3 * 51]).isEqualTo(0.2f);
    assertThat(image.toRgb()).isEqualTo(samples);
  }

  @Test
  void clipsOnlyWhenItBecomesSamples() {
    float[] values = {-0.5f, 1.5f, 0.5f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0.499f};
    Image image = new Image(1, 2, values);
    assertThat(image.rgb()).containsExactly(values);
    assertThat(unsigned(image.toRgb().rgb())).containsExactly(0, 255, 128, 0, 255, 127);
  }

  @Test
  void writesNanAsZeroAndSaysHowMany() {
    Image image = new Image(1, 1, new float[] {Float.NaN, 1, Float.NaN});
    List<LogRecord> said = new ArrayList<>();
    Logger logger = Logger.getLogger(Image.class.getName());
    Handler handler = new Collector(said);
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      assertThat(image.nanCount()).isEqualTo(2);
      assertThat(unsigned(image.toRgb().rgb())).containsExactly(0, 255, 0);
      new Image(1, 1, new float[3]).toRgb();
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
    assertThat(said)
        .singleElement()
        .extracting(new SimpleFormatter()::formatMessage)
        .asString()
        .startsWith("2 of 3 values of a picture are NaN");
  }

  @Test
  void comparesByContent() {
    Image image = new Image(1, 1, new float[] {1, 2, 3});
    assertThat(image).isEqualTo(new Image(1, 1, new float[] {1, 2, 3}));
    assertThat(image).hasSameHashCodeAs(new Image(1, 1, new float[] {1, 2, 3}));
    assertThat(image).isNotEqualTo(new Image(1, 1, new float[] {1, 2, 4}));
    assertThat(image).hasToString("Image[1 × 1]");
  }

  @Test
  void refusesAnArrayThatDoesNotFitItsSize() {
    assertThatThrownBy(() -> new Image(2, 2, new float[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected height × width × 3 values and at least one pixel, found 11 for 2 × 2");
    assertThatThrownBy(() -> new RgbImage(0, 2, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new GrayImage(65536, 65536, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static final class Collector extends Handler {
    private final List<LogRecord> records;

    Collector(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
