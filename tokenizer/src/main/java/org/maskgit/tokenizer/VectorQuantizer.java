package org.maskgit.tokenizer;

import org.maskgit.graph.ModuleScope;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The codebook: nearest code of a feature vector, and the vector of a code. */
public final class VectorQuantizer {
  private VectorQuantizer() {}

  /**
   * Finds the nearest codes; the first wins a tie.
   *
   * @param scope the module {@code quantizer}
   * @param config the sizes
   * @param features [n, gh, gw, embedding]
   * @return int32 [n, gh, gw]
   */
  public static Operand<TInt32> indices(
      ModuleScope scope, TokenizerConfig config, Operand<TFloat32> features) {
    Ops tf = scope.tf();
    Operand<TFloat32> distances = distances(scope, config, features);
    Operand<TInt32> nearest = tf.math.argMin(distances, tf.constant(1), TInt32.class);
    Operand<TInt32> grid =
        tf.slice(tf.shape(features), tf.constant(new int[] {0}), tf.constant(new int[] {3}));
    return tf.reshape(nearest, grid);
  }

  /**
   * Measures squared distances to every code, a² − 2ab + b².
   *
   * @param scope the module {@code quantizer}
   * @param config the sizes
   * @param features [n, gh, gw, embedding]
   * @return [n · gh · gw, codes]
   */
  public static Operand<TFloat32> distances(
      ModuleScope scope, TokenizerConfig config, Operand<TFloat32> features) {
    Ops tf = scope.tf();
    Operand<TInt32> last = tf.constant(1);
    Operand<TFloat32> codebook = codebook(scope, config);
    Operand<TFloat32> rows =
        tf.reshape(features, tf.constant(new int[] {-1, config.embeddingSize()}));
    Operand<TFloat32> a =
        tf.reduceSum(tf.math.square(rows), last, ReduceSum.keepDims(true)); // [rows, 1]
    Operand<TFloat32> b = tf.reduceSum(tf.math.square(codebook), last); // [codes]
    Operand<TFloat32> ab =
        tf.linalg.matMul(rows, codebook, MatMul.transposeB(true)); // [rows, codes]
    Operand<TFloat32> distances = tf.math.add(tf.math.sub(a, tf.math.mul(tf.constant(2f), ab)), b);
    return scope.module("distances").output(distances);
  }

  /**
   * Looks codes up.
   *
   * @param scope the module {@code quantizer}
   * @param config the sizes
   * @param indices int32 [n, gh, gw]
   * @return [n, gh, gw, embedding]
   */
  public static Operand<TFloat32> lookUp(
      ModuleScope scope, TokenizerConfig config, Operand<TInt32> indices) {
    Ops tf = scope.tf();
    return scope.output(tf.gather(codebook(scope, config), indices, tf.constant(0)));
  }

  /**
   * Returns the codes' vectors.
   *
   * @param scope the module {@code quantizer}
   * @param config the sizes
   * @return the parameter {@code codebook}, [codes, embedding]
   */
  public static Operand<TFloat32> codebook(ModuleScope scope, TokenizerConfig config) {
    return scope.parameter("codebook", config.codebookSize(), config.embeddingSize());
  }
}
