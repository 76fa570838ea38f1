package org.maskgit.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The bits are tested where the golden files have them: random numbers and schedules. */
final class XlaMathTest {

  /** The largest error in ulps over a range, against double arithmetic. */
  private static double maxUlp(
      UnaryOperator<Float> function, DoubleUnaryOperator exact, double from, double to) {
    double max = 0;
    for (int i = 0; i <= 100_000; i++) {
      float x = (float) (from + (to - from) * i / 100_000);
      float expected = (float) exact.applyAsDouble(x);
      max =
          Math.max(max, Math.abs(function.apply(x) - exact.applyAsDouble(x)) / Math.ulp(expected));
    }
    return max;
  }

  @Test
  void staysNearTheExactFunctions() {
    assertThat(maxUlp(XlaMath::log, Math::log, 1e-30, 1e-3)).isLessThan(2);
    assertThat(maxUlp(XlaMath::log, Math::log, 1e-3, 100)).isLessThan(2);
    assertThat(maxUlp(XlaMath::log1p, Math::log1p, -0.99, 3)).isLessThan(4);
    assertThat(maxUlp(XlaMath::exp, Math::exp, -80, 88)).isLessThan(2);
    assertThat(maxUlp(XlaMath::cos, Math::cos, 0, 1.57)).isLessThan(1);
    assertThat(maxUlp(x -> XlaMath.erf(XlaMath.erfInv(x)), x -> x, -0.999, 0.999)).isLessThan(16);
  }

  @Test
  void limitsAreThoseOfTheReference() {
    assertThat(XlaMath.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(XlaMath.log(-1f)).isNaN();
    assertThat(XlaMath.log(Float.NaN)).isNaN();
    assertThat(XlaMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(XlaMath.log(Float.MIN_VALUE)).isEqualTo(XlaMath.log(Float.MIN_NORMAL));
    assertThat(XlaMath.log1p(-1f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(XlaMath.log1p(0f)).isZero();
    assertThat(XlaMath.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(XlaMath.exp(-87.34f)).isZero(); // subnormal
    assertThat(XlaMath.exp(0f)).isOne();
    assertThat(XlaMath.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(XlaMath.exp(Float.NaN)).isNaN();
    assertThat(XlaMath.cos(0f)).isOne();
    assertThat(XlaMath.erf(-4f)).isEqualTo(-1f);
    assertThat(XlaMath.erf(Float.POSITIVE_INFINITY)).isOne();
    assertThat(XlaMath.erf(Float.NaN)).isNaN();
    assertThat(XlaMath.erfInv(1f)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(XlaMath.erfInv(-1f)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(XlaMath.erfInv(1.5f)).isNaN();
  }
}
