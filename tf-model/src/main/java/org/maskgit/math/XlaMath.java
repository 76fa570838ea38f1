package org.maskgit.math;

/**
 * Elementary float32 functions, bit for bit as the XLA of jaxlib 0.4.34 compiles them for a CPU
 * with fused multiply-add.
 *
 * <p>The logarithm and the exponential are the approximations of the Cephes library (S. Moshier);
 * {@code log1p} is its rational function; the error function is Eigen's rational interpolant; its
 * inverse is the pair of polynomials of M. Giles, "Approximating the erfinv function" (2010). The
 * compiler contracts every product that is added to something into one fused multiply-add. Where
 * two products meet, one of them is rounded first: which one is part of the result's last bit and
 * noted below. XLA flushes subnormal numbers to zero, before and after.
 *
 * <p>All methods are pure functions and safe to call from any thread.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // constants stand as they were published
public final class XlaMath {
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float LOG2_E = 1.44269504088896341f;
  private static final float SQRT_HALF = 0.707106781186547524f;
  private static final float SQRT_TWO_MINUS_ONE = 0.41421356237309504880f;

  private static final double HALF_PI = 0x1.921FB54442D18p0;
  private static final double QUARTER_PI = HALF_PI / 2;

  /** The smallest magnitude whose error function rounds to 1. */
  private static final float ERF_SATURATES = 3.832506856900711f;

  // Coefficients, highest power first.
  private static final float[] LOG1P_NUMERATOR = {
    4.5270000862445199635215e-5f,
    4.9854102823193375972212e-1f,
    6.5787325942061044846969e0f,
    2.9911919328553073277375e1f,
    6.0949667980987787057556e1f,
    5.7112963590585538103336e1f,
    2.0039553499201281259648e1f
  };
  private static final float[] LOG1P_DENOMINATOR = {
    1f,
    1.5062909083469192043167e1f,
    8.3047565967967209469434e1f,
    2.2176239823732856465394e2f,
    3.0909872225312059774938e2f,
    2.1642788614495947685003e2f,
    6.0118660497603843919306e1f
  };
  private static final float[] ERF_NUMERATOR = {
    0.00022905065861350646f,
    0.0034082910107109506f,
    0.050955695062380861f,
    0.18520832239976145f,
    1.128379143519084f
  };
  private static final float[] ERF_DENOMINATOR = {
    -1.1791602954361697e-7f,
    0.000023547966471313185f,
    0.0010179625278914885f,
    0.014070470171167667f,
    0.11098505178285362f,
    0.49746925110067538f,
    1f
  };
  private static final float[] ERF_INV_CENTRE = {
    2.81022636e-08f,
    3.43273939e-07f,
    -3.5233877e-06f,
    -4.39150654e-06f,
    0.00021858087f,
    -0.00125372503f,
    -0.00417768164f,
    0.246640727f,
    1.50140941f
  };
  private static final float[] ERF_INV_TAIL = {
    -0.000200214257f,
    0.000100950558f,
    0.00134934322f,
    -0.00367342844f,
    0.00573950773f,
    -0.0076224613f,
    0.00943887047f,
    1.00167406f,
    2.83297682f
  };

  private XlaMath() {}

  /**
   * Returns the natural logarithm.
   *
   * @param x any number; a positive subnormal one counts as the smallest normal one
   * @return log(x); -infinity for 0, NaN for negative numbers and NaN
   */
  public static float log(float x) {
    if (!(x > 0f)) {
      return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    if (x == Float.POSITIVE_INFINITY) {
      return x;
    }
    int bits = Float.floatToRawIntBits(Math.max(Float.MIN_NORMAL, x));
    float exponent = (bits >>> 23) - 126;
    float mantissa = Float.intBitsToFloat((bits & 0x007fffff) | 0x3f000000); // [0.5, 1)
    float r = mantissa - 1f;
    if (mantissa < SQRT_HALF) {
      exponent -= 1f;
      r += mantissa;
    }
    float r2 = r * r;
    float r3 = r2 * r;
    // Three polynomials of degree 2 that a fourth one in r³ joins.
    float a = Math.fma(r, 7.0376836292e-2f, -1.1514610310e-1f);
    float b = Math.fma(r, -1.2420140846e-1f, 1.4249322787e-1f);
    float c = Math.fma(r, 2.0000714765e-1f, -2.4999993993e-1f);
    a = Math.fma(a, r, 1.1676998740e-1f);
    b = Math.fma(b, r, -1.6668057665e-1f);
    c = Math.fma(c, r, 3.3333331174e-1f);
    float y = Math.fma(Math.fma(a, r3, b), r3, c);
    y = Math.fma(y, r3, LN2_LOW * exponent);
    y = Math.fma(-0.5f, r2, r) + y;
    return Math.fma(LN2_HIGH, exponent, y);
  }

  /**
   * Returns log(1 + x), exact near 0.
   *
   * @param x any number
   * @return log(1 + x); -infinity for -1, NaN below -1 and for NaN
   */
  public static float log1p(float x) {
    if (!(Math.abs(x) < SQRT_TWO_MINUS_ONE)) {
      return log(x + 1f);
    }
    float x2 = x * x;
    float ratio = polynomial(x, LOG1P_NUMERATOR) / polynomial(x, LOG1P_DENOMINATOR);
    return x + Math.fma(x * x2, ratio, -0.5f * x2);
  }

  /**
   * Returns the exponential.
   *
   * @param x any number
   * @return e to the power of x; 0 where that is subnormal, infinity above 88.73
   */
  public static float exp(float x) {
    if (Float.isNaN(x)) {
      return x;
    }
    float clamped = Math.max(-87.8f, Math.min(88.8f, x));
    float n = (float) Math.floor(Math.fma(clamped, LOG2_E, 0.5f));
    n = Math.max(-127f, Math.min(127f, n));
    float r = Math.fma(-LN2_LOW, n, Math.fma(-LN2_HIGH, n, clamped)); // |r| <= ln(2)/2
    float z = Math.fma(r, 1.9875691500e-4f, 1.3981999507e-3f);
    z = Math.fma(z, r, 8.3334519073e-3f);
    z = Math.fma(z, r, 4.1665795894e-2f);
    z = Math.fma(z, r, 1.6666665459e-1f);
    z = Math.fma(z, r, 5.0000001201e-1f);
    z = 1f + Math.fma(z, r * r, r);
    float y = z * Float.intBitsToFloat(((int) n + 127) << 23);
    return y < Float.MIN_NORMAL ? 0f : y;
  }

  /**
   * Returns the cosine, for which XLA calls the C library: here that of GNU, 2.28 and later, which
   * has polynomials in double precision (those of Arm's optimized routines).
   *
   * @param x an angle from 0 to 2.3 (a little less than 3/4 π)
   * @return cos(x), nearly always correctly rounded
   */
  public static float cos(float x) {
    double y = x < QUARTER_PI ? x : x - HALF_PI;
    double y2 = y * y;
    double y3 = y * y2;
    double y4 = y2 * y2;
    if (x < QUARTER_PI) {
      double low = 1.0 + y2 * -0x1.ffffffd0c621cp-2 + y4 * 0x1.55553e1068f19p-5;
      return (float) (low + y4 * y2 * (-0x1.6c087e89a359dp-10 + y2 * 0x1.99343027bf8c3p-16));
    }
    double low = y + y3 * -0x1.555545995a603p-3; // cos(x) = -sin(x - π/2)
    return (float) -(low + y3 * y2 * (0x1.1107605230bc4p-7 + y2 * -0x1.994eb3774cf24p-13));
  }

  /**
   * Returns the error function.
   *
   * @param x any number
   * @return erf(x) in [-1, 1]
   */
  public static float erf(float x) {
    if (Math.abs(x) >= ERF_SATURATES) {
      return Math.copySign(1f, x);
    }
    float x2 = x * x;
    return x * polynomial(x2, ERF_NUMERATOR) / polynomial(x2, ERF_DENOMINATOR);
  }

  /**
   * Returns the inverse of the error function.
   *
   * @param x a number in [-1, 1]
   * @return y with erf(y) = x; infinite at -1 and 1, NaN beyond
   */
  public static float erfInv(float x) {
    float w = -log1p(-x * x);
    if (Math.abs(x) == 1f) {
      return x * Float.POSITIVE_INFINITY;
    }
    float p =
        w < 5f
            ? polynomial(w - 2.5f, ERF_INV_CENTRE)
            : polynomial((float) Math.sqrt(w) - 3f, ERF_INV_TAIL);
    return p * x;
  }

  private static float polynomial(float x, float[] coefficients) {
    float p = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      p = Math.fma(p, x, coefficients[i]);
    }
    return p;
  }
}
