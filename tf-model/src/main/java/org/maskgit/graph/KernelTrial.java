package org.maskgit.graph;

import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A dense layer with GELU and LayerNorm, of one kind of kernels, small enough to be tried out. */
final class KernelTrial {
  private static final double NANOS_A_MILLISECOND = 1e6;
  private static final int ROWS = 257;
  private static final int IN = 768;
  private static final int OUT = 1024;

  private final Operand<TFloat32> x;
  private final Operand<TFloat32> result;

  KernelTrial(Graph graph, Kernels kernels) {
    ModuleScope root =
        ModuleScope.inference(graph, new Execution(Device.CPU, kernels, Precision.FLOAT32))
            .module(kernels.name());
    Ops tf = root.tf();
    // Fed: what is constant would be computed once, when the graph is optimised.
    this.x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(ROWS, IN)));
    Operand<TFloat32> kernel = tf.constant(waves(IN, OUT));
    Operand<TFloat32> zeros = tf.fill(tf.constant(new int[] {OUT}), tf.constant(0f));
    Operand<TFloat32> ones = tf.fill(tf.constant(new int[] {OUT}), tf.constant(1f));
    Operand<TFloat32> features = Layers.denseGelu(root, x, kernel, zeros);
    this.result = Layers.layerNorm(root, features, ones, zeros, 1e-12f);
  }

  /** Numbers in −1 … 1 without a simple pattern. */
  private static float[][] waves(int rows, int columns) {
    float[][] values = new float[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        values[i][j] = (i * 31 + j * 17 + i * j) % 101 / 50f - 1;
      }
    }
    return values;
  }

  /** Runs it; [rows, out]. */
  float[] run(Session session) {
    try (TFloat32 fed = TFloat32.tensorOf(StdArrays.ndCopyOf(waves(ROWS, IN)))) {
      return run(session, fed);
    }
  }

  private float[] run(Session session, TFloat32 fed) {
    try (Result run = session.runner().feed(x, fed).fetch(result).run()) {
      TFloat32 tensor = (TFloat32) run.get(0);
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.copyTo(DataBuffers.of(values));
      return values;
    }
  }

  /** The least time of some runs, in milliseconds. */
  double milliseconds(Session session, int runs) {
    try (TFloat32 fed = TFloat32.tensorOf(StdArrays.ndCopyOf(waves(ROWS, IN)))) {
      return IntStream.range(0, runs)
              .mapToLong(
                  run -> {
                    long start = System.nanoTime();
                    run(session, fed);
                    return System.nanoTime() - start;
                  })
              .min()
              .orElseThrow()
          / NANOS_A_MILLISECOND;
    }
  }
}
