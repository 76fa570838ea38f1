package org.maskgit.bench;

import java.util.Random;
import org.maskgit.graph.Device;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** Products of square float32 matrices, one after the other. */
final class RoofTask implements Task {
  private static final int SIZE = 2048;
  private static final int PRODUCTS = 8;

  /** What one go computes. */
  static final double FLOPS = 2.0 * SIZE * SIZE * SIZE * PRODUCTS;

  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> matrix;
  private final Operand<TFloat32> corner;
  private final TFloat32 values;

  RoofTask() {
    Ops tf = Ops.create(graph);
    Shape shape = Shape.of(SIZE, SIZE);
    this.matrix = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    Operand<TFloat32> product = matrix;
    for (int i = 0; i < PRODUCTS; i++) {
      product = tf.linalg.matMul(product, matrix);
    }
    this.corner = tf.slice(product, tf.constant(new int[2]), tf.constant(new int[] {1, 1}));
    this.session = Device.CPU.open(graph);
    // The mean of a product's element is that of its factors: nothing overflows or vanishes.
    this.values = TFloat32.tensorOf(shape, DataBuffers.of(random()));
  }

  private static float[] random() {
    float[] values = new float[SIZE * SIZE];
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextFloat() / SIZE;
    }
    return values;
  }

  @Override
  public void warmUp() {
    run(0);
    run(0);
  }

  @Override
  public String run(int number) {
    session.runner().feed(matrix.asOutput(), values).fetch(corner).run().close();
    return NO_DIGEST;
  }

  @Override
  public void close() {
    session.close();
    values.close();
    graph.close();
  }
}
