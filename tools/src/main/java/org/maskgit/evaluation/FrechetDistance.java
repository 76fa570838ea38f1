package org.maskgit.evaluation;

import static com.google.common.base.Preconditions.checkArgument;

import org.maskgit.graph.Device;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.linalg.SelfAdjointEig;
import org.tensorflow.types.TFloat64;

/**
 * The Fréchet distance of two Gaussians (Heusel et al., "GANs trained by a two time-scale update
 * rule", 2017): |m₁ − m₂|² + tr S₁ + tr S₂ − 2 tr (S₁S₂)^½.
 *
 * <p>(S₁S₂)^½ has the trace of (S₁^½ S₂ S₁^½)^½, a symmetric matrix: two symmetric
 * eigendecompositions in float64 take the place of SciPy's {@code sqrtm} of a matrix that isn't
 * symmetric. Eigenvalues below 0, which only rounding makes, count as 0; so covariances without
 * full rank need no offset. Stateless; safe for use by several threads.
 */
public final class FrechetDistance {
  private FrechetDistance() {}

  /**
   * Measures the distance.
   *
   * @param a moments of one set of features
   * @param b moments of another
   * @return at least 0 but for rounding
   * @throws IllegalArgumentException if the features differ in length
   */
  public static double between(GaussianMoments a, GaussianMoments b) {
    checkArgument(
        a.dimension() == b.dimension(),
        "expected features of one length, found %s and %s",
        a.dimension(),
        b.dimension());
    double squares = 0;
    for (int i = 0; i < a.dimension(); i++) {
      double difference = a.mean()[i] - b.mean()[i];
      squares += difference * difference;
    }
    return squares
        + a.trace()
        + b.trace()
        - 2 * traceOfRoot(a.covariance(), b.covariance(), a.dimension());
  }

  private static double traceOfRoot(double[] a, double[] b, int dimension) {
    Shape shape = Shape.of(dimension, dimension);
    try (Graph graph = new Graph();
        Session session = Device.CPU.open(graph);
        TFloat64 first = TFloat64.tensorOf(shape, DataBuffers.of(a));
        TFloat64 second = TFloat64.tensorOf(shape, DataBuffers.of(b))) {
      // TensorFlow's eigendecomposition on a GPU is no faster and not in every build.
      Ops tf =
          Ops.create(graph)
              .withDevice(DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.CPU).build());
      Placeholder<TFloat64> s1 = tf.placeholder(TFloat64.class, Placeholder.shape(shape));
      Placeholder<TFloat64> s2 = tf.placeholder(TFloat64.class, Placeholder.shape(shape));
      Operand<TFloat64> trace = traceOfRoot(tf, s1, s2);
      try (Result result = session.runner().feed(s1, first).feed(s2, second).fetch(trace).run()) {
        return ((TFloat64) result.get(0)).getDouble();
      }
    }
  }

  private static Operand<TFloat64> traceOfRoot(Ops tf, Operand<TFloat64> s1, Operand<TFloat64> s2) {
    Operand<TFloat64> zero = tf.constant(0.0);
    SelfAdjointEig<TFloat64> eigen = tf.linalg.selfAdjointEig(s1);
    Operand<TFloat64> roots = tf.math.sqrt(tf.math.maximum(eigen.e(), zero));
    Operand<TFloat64> root =
        tf.linalg.matMul(
            tf.math.mul(eigen.v(), roots), eigen.v(), MatMul.transposeB(true)); // S₁^½ = VΛ^½Vᵀ
    Operand<TFloat64> product = tf.linalg.matMul(tf.linalg.matMul(root, s2), root);
    Operand<TFloat64> transposed = tf.linalg.transpose(product, tf.constant(new int[] {1, 0}));
    Operand<TFloat64> symmetric = tf.math.mul(tf.constant(0.5), tf.math.add(product, transposed));
    Operand<TFloat64> values =
        tf.linalg.selfAdjointEig(symmetric, SelfAdjointEig.computeV(false)).e();
    return tf.reduceSum(tf.math.sqrt(tf.math.maximum(values, zero)), tf.constant(0));
  }
}
