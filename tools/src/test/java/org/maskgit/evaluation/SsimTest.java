package org.maskgit.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.maskgit.image.RgbImage;

class SsimTest {

  private static RgbImage flat(int value) {
    byte[] samples = new byte[12 * 15 * 3];
    Arrays.fill(samples, (byte) value);
    return new RgbImage(12, 15, samples);
  }

  private static RgbImage wave(int height, int width, double frequency) {
    byte[] samples = new byte[height * width * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (128 + 100 * Math.sin(frequency * i));
    }
    return new RgbImage(height, width, samples);
  }

  @Test
  void equalPicturesScoreOne() {
    assertThat(Ssim.of(wave(16, 20, 0.7), wave(16, 20, 0.7))).isCloseTo(1, within(1e-12));
  }

  @Test
  void flatPicturesDifferByTheirBrightnessAlone() {
    double c1 = 6.5025;
    double expected = (2 * 100 * 150 + c1) / (100 * 100 + 150 * 150 + c1);
    assertThat(Ssim.of(flat(100), flat(150))).isCloseTo(expected, within(1e-9));
  }

  /** The definition over one window, without taking the window apart into rows and columns. */
  @Test
  void oneWindowIsAsTheDefinitionSays() {
    RgbImage a = wave(11, 11, 0.7);
    RgbImage b = wave(11, 11, 0.9);
    double sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      double total = 0;
      double[] m = new double[5];
      for (int y = 0; y < 11; y++) {
        for (int x = 0; x < 11; x++) {
          double weight = Math.exp(-((y - 5) * (y - 5) + (x - 5) * (x - 5)) / (2 * 1.5 * 1.5));
          double p = a.rgb()[(y * 11 + x) * 3 + channel] & 0xff;
          double q = b.rgb()[(y * 11 + x) * 3 + channel] & 0xff;
          double[] products = {p, q, p * p, q * q, p * q};
          for (int i = 0; i < m.length; i++) {
            m[i] += weight * products[i];
          }
          total += weight;
        }
      }
      for (int i = 0; i < m.length; i++) {
        m[i] /= total;
      }
      double c1 = 6.5025;
      double c2 = 58.5225;
      sum +=
          (2 * m[0] * m[1] + c1)
              / (m[0] * m[0] + m[1] * m[1] + c1)
              * (2 * (m[4] - m[0] * m[1]) + c2)
              / (m[2] - m[0] * m[0] + m[3] - m[1] * m[1] + c2);
    }
    assertThat(Ssim.of(a, b)).isCloseTo(sum / 3, within(1e-12));
  }

  @Test
  void smallOrUnequalPicturesAreRefused() {
    assertThatThrownBy(() -> Ssim.of(wave(10, 20, 1), wave(10, 20, 1)))
        .hasMessageContaining("at least 11 × 11");
    assertThatThrownBy(() -> Ssim.of(flat(1), wave(16, 20, 1))).hasMessageContaining("one size");
  }
}
