package org.maskgit.savedmodel;

import org.maskgit.math.XlaMath;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * {@link XlaMath} in graph operations, step by step the same arithmetic.
 *
 * <p>TensorFlow has no fused multiply-add. A product of two float32 numbers is exact in float64, so
 * product and sum there, rounded once to float64 and once to float32, are the fused result but for
 * sums that the first rounding puts exactly between two float32 numbers: none of all Gumbel numbers
 * is one. The casts also keep TensorFlow's optimizer from reordering what they separate.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // constants stand as they were published
final class XlaMathOps {
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float LOG2_E = 1.44269504088896341f;
  private static final float SQRT_HALF = 0.707106781186547524f;
  private static final double HALF_PI = 0x1.921FB54442D18p0;
  private static final double QUARTER_PI = HALF_PI / 2;

  private final Ops tf;

  XlaMathOps(Ops tf) {
    this.tf = tf;
  }

  /** a · b + c, rounded once. */
  Operand<TFloat32> fma(Operand<TFloat32> a, Operand<TFloat32> b, Operand<TFloat32> c) {
    return narrow(tf.math.add(tf.math.mul(wide(a), wide(b)), wide(c)));
  }

  private Operand<TFloat32> fma(Operand<TFloat32> a, Operand<TFloat32> b, float c) {
    return narrow(tf.math.add(tf.math.mul(wide(a), wide(b)), tf.constant((double) c)));
  }

  private Operand<TFloat32> fma(Operand<TFloat32> a, float b, float c) {
    return narrow(
        tf.math.add(tf.math.mul(wide(a), tf.constant((double) b)), tf.constant((double) c)));
  }

  private Operand<TFloat32> fma(Operand<TFloat32> a, float b, Operand<TFloat32> c) {
    return narrow(tf.math.add(tf.math.mul(wide(a), tf.constant((double) b)), wide(c)));
  }

  private Operand<TFloat64> wide(Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TFloat64.class);
  }

  private Operand<TFloat32> narrow(Operand<TFloat64> x) {
    return tf.dtypes.cast(x, TFloat32.class);
  }

  private Operand<TInt32> integer(Operand<TFloat32> x) {
    return tf.dtypes.cast(x, TInt32.class);
  }

  /** {@link XlaMath#log} of numbers from 0, not of NaN. */
  Operand<TFloat32> log(Operand<TFloat32> x) {
    Operand<TInt32> bits =
        tf.bitcast(tf.math.maximum(x, tf.constant(Float.MIN_NORMAL)), TInt32.class);
    Operand<TFloat32> exponent =
        tf.dtypes.cast(
            tf.math.sub(tf.bitwise.rightShift(bits, tf.constant(23)), tf.constant(126)),
            TFloat32.class);
    Operand<TFloat32> mantissa = // [0.5, 1)
        tf.bitcast(
            tf.bitwise.bitwiseOr(
                tf.bitwise.bitwiseAnd(bits, tf.constant(0x007fffff)), tf.constant(0x3f000000)),
            TFloat32.class);
    Operand<TBool> small = tf.math.less(mantissa, tf.constant(SQRT_HALF));
    Operand<TFloat32> zero = tf.constant(0f);
    Operand<TFloat32> r =
        tf.math.add(
            tf.math.sub(mantissa, tf.constant(1f)),
            tf.select(small, mantissa, tf.zerosLike(mantissa)));
    exponent = tf.math.sub(exponent, tf.dtypes.cast(small, TFloat32.class));
    Operand<TFloat32> y = tf.math.add(fma(tf.math.square(r), -0.5f, r), logTail(r, exponent));
    y = fma(exponent, LN2_HIGH, y);
    Operand<TBool> none = tf.math.equal(x, zero);
    Operand<TBool> infinite = tf.math.equal(x, tf.constant(Float.POSITIVE_INFINITY));
    y = tf.select(none, tf.constant(Float.NEGATIVE_INFINITY), y);
    return tf.select(infinite, x, y);
  }

  /** Three polynomials of degree 2 that a fourth one in r³ joins. */
  private Operand<TFloat32> logTail(Operand<TFloat32> r, Operand<TFloat32> exponent) {
    Operand<TFloat32> r3 = tf.math.mul(tf.math.square(r), r);
    Operand<TFloat32> a = fma(r, 7.0376836292e-2f, -1.1514610310e-1f);
    Operand<TFloat32> b = fma(r, -1.2420140846e-1f, 1.4249322787e-1f);
    Operand<TFloat32> c = fma(r, 2.0000714765e-1f, -2.4999993993e-1f);
    a = fma(a, r, 1.1676998740e-1f);
    b = fma(b, r, -1.6668057665e-1f);
    c = fma(c, r, 3.3333331174e-1f);
    return fma(fma(fma(a, r3, b), r3, c), r3, tf.math.mul(tf.constant(LN2_LOW), exponent));
  }

  /** {@link XlaMath#exp}, not of NaN. */
  Operand<TFloat32> exp(Operand<TFloat32> x) {
    Operand<TFloat32> clamped =
        tf.math.maximum(tf.math.minimum(x, tf.constant(88.8f)), tf.constant(-87.8f));
    Operand<TFloat32> n = tf.math.floor(fma(clamped, LOG2_E, 0.5f));
    n = tf.math.maximum(tf.math.minimum(n, tf.constant(127f)), tf.constant(-127f));
    Operand<TFloat32> r = fma(n, -LN2_LOW, fma(n, -LN2_HIGH, clamped)); // |r| <= ln(2)/2
    Operand<TFloat32> z = fma(r, 1.9875691500e-4f, 1.3981999507e-3f);
    z = fma(z, r, 8.3334519073e-3f);
    z = fma(z, r, 4.1665795894e-2f);
    z = fma(z, r, 1.6666665459e-1f);
    z = fma(z, r, 5.0000001201e-1f);
    z = tf.math.add(tf.constant(1f), fma(z, tf.math.square(r), r));
    Operand<TFloat32> power =
        tf.bitcast(
            tf.bitwise.leftShift(tf.math.add(integer(n), tf.constant(127)), tf.constant(23)),
            TFloat32.class);
    Operand<TFloat32> y = tf.math.mul(z, power);
    Operand<TBool> subnormal = tf.math.less(y, tf.constant(Float.MIN_NORMAL));
    return tf.select(subnormal, tf.zerosLike(y), y);
  }

  /** {@link XlaMath#cos} of angles from 0 to π/2. */
  Operand<TFloat32> cos(Operand<TFloat32> x) {
    Operand<TFloat64> angle = wide(x);
    Operand<TBool> isSmall = tf.math.less(angle, tf.constant(QUARTER_PI));
    return narrow(
        tf.select(
            isSmall,
            smallCos(angle),
            tf.math.neg(smallSin(tf.math.sub(angle, tf.constant(HALF_PI))))));
  }

  private Operand<TFloat64> smallCos(Operand<TFloat64> y) {
    Operand<TFloat64> y2 = tf.math.mul(y, y);
    Operand<TFloat64> y4 = tf.math.mul(y2, y2);
    Operand<TFloat64> low =
        tf.math.add(
            tf.math.add(tf.constant(1.0), times(y2, -0x1.ffffffd0c621cp-2)),
            times(y4, 0x1.55553e1068f19p-5));
    Operand<TFloat64> high =
        tf.math.add(tf.constant(-0x1.6c087e89a359dp-10), times(y2, 0x1.99343027bf8c3p-16));
    return tf.math.add(low, tf.math.mul(tf.math.mul(y4, y2), high));
  }

  private Operand<TFloat64> smallSin(Operand<TFloat64> y) {
    Operand<TFloat64> y2 = tf.math.mul(y, y);
    Operand<TFloat64> y3 = tf.math.mul(y, y2);
    Operand<TFloat64> low = tf.math.add(y, times(y3, -0x1.555545995a603p-3));
    Operand<TFloat64> high =
        tf.math.add(tf.constant(0x1.1107605230bc4p-7), times(y2, -0x1.994eb3774cf24p-13));
    return tf.math.add(low, tf.math.mul(tf.math.mul(y3, y2), high));
  }

  private Operand<TFloat64> times(Operand<TFloat64> x, double factor) {
    return tf.math.mul(x, tf.constant(factor));
  }
}
