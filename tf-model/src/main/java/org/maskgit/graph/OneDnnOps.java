package org.maskgit.graph;

import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/**
 * The operations of TensorFlow's graph rewriter for oneDNN, built directly. The rewriter itself
 * finds neither the tanh form of GELU nor LayerNorm.
 */
final class OneDnnOps {
  /** The label under which the kernels that replace public operations are registered. */
  private static final String LABEL = "MklNameChangeOp";

  private OneDnnOps() {}

  /** {@code x · kernel + bias}, [rows, out]. */
  static <T extends TFloating> Operand<T> dense(
      ModuleScope scope, Operand<T> x, Operand<T> kernel, Operand<T> bias) {
    return fusedMatMul(scope, x, kernel, bias, "BiasAdd");
  }

  /** {@code gelu(x · kernel + bias)} in the tanh approximation, [rows, out]. */
  static <T extends TFloating> Operand<T> denseGelu(
      ModuleScope scope, Operand<T> x, Operand<T> kernel, Operand<T> bias) {
    return fusedMatMul(scope, x, kernel, bias, "BiasAdd", "GeluApproximate");
  }

  private static <T extends TFloating> Operand<T> fusedMatMul(
      ModuleScope scope, Operand<T> x, Operand<T> kernel, Operand<T> bias, String... fused) {
    return scope
        .tf()
        .scope()
        .opBuilder("_MklNativeFusedMatMul", "Dense")
        .addInput(x.asOutput())
        .addInput(kernel.asOutput())
        .addInputList(new Output<?>[] {bias.asOutput()})
        .setAttr("_kernel", LABEL)
        .setAttr("is_filter_const", scope.kernels() == Kernels.ONEDNN_PACKED)
        .setAttr("fused_ops", fused)
        .setAttr("num_args", 1L)
        .build()
        .output(0);
  }

  /** LayerNorm of each row, [rows, features]. */
  static <T extends TFloating> Operand<T> layerNorm(
      Ops tf, Operand<T> x, Operand<T> scale, Operand<T> bias, float epsilon) {
    return tf.scope()
        .opBuilder("_MklLayerNorm", "LayerNorm")
        .addInput(x.asOutput())
        .addInput(scale.asOutput())
        .addInput(bias.asOutput())
        .setAttr("epsilon", epsilon)
        .build()
        .output(0);
  }

  /** {@code a · b}, or {@code a · bᵀ}, of each batch and head. */
  static <T extends TFloating> Operand<T> batchMatMul(
      Ops tf, Operand<T> a, Operand<T> b, boolean transposeB) {
    return tf.scope()
        .opBuilder("_MklBatchMatMulV2", "BatchMatMul")
        .addInput(a.asOutput())
        .addInput(b.asOutput())
        .setAttr("_kernel", LABEL)
        .setAttr("adj_x", false)
        .setAttr("adj_y", transposeB)
        .build()
        .output(0);
  }

  /** Softmax over the last axis. */
  static <T extends TFloating> Operand<T> softmax(Ops tf, Operand<T> x) {
    return tf.scope()
        .opBuilder("_MklSoftmax", "Softmax")
        .addInput(x.asOutput())
        .setAttr("_kernel", LABEL)
        .build()
        .output(0);
  }
}
