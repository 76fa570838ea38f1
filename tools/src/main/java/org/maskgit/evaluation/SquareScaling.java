package org.maskgit.evaluation;

import org.maskgit.graph.Device;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.image.ScaleAndTranslate;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * Brings pictures to a square size as {@code org.maskgit.data} does: the largest square in the
 * middle, scaled with the antialiased triangle filter. Not safe for use by several threads.
 */
final class SquareScaling implements AutoCloseable {
  private final int size;
  private final Graph graph = new Graph();
  private final Session session = Device.CPU.open(graph);
  private final Placeholder<TUint8> pictures;
  private final Placeholder<TFloat32> scale;
  private final Operand<TFloat32> scaled;

  SquareScaling(int size) {
    this.size = size;
    Ops tf = Ops.create(graph);
    this.pictures = tf.placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
    this.scale = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2)));
    Operand<TInt32> sides = tf.constant(new int[] {size, size});
    this.scaled =
        tf.image.scaleAndTranslate(
            tf.dtypes.cast(pictures, TFloat32.class),
            sides,
            scale,
            tf.constant(new float[] {0, 0}),
            ScaleAndTranslate.kernelType("triangle"),
            ScaleAndTranslate.antialias(true));
  }

  PictureBatch apply(PictureBatch batch) {
    if (batch.height() == size && batch.width() == size) {
      return batch;
    }
    int side = Math.min(batch.height(), batch.width());
    byte[] square = side == batch.height() && side == batch.width() ? batch.samples() : crop(batch);
    float factor = (float) size / side;
    Shape shape = Shape.of(batch.count(), side, side, 3);
    try (TUint8 input = TUint8.tensorOf(shape, DataBuffers.of(square, true, false));
        TFloat32 factors = TFloat32.vectorOf(factor, factor);
        Result result =
            session.runner().feed(pictures, input).feed(scale, factors).fetch(scaled).run()) {
      TFloat32 values = (TFloat32) result.get(0);
      float[] samples = new float[Math.toIntExact(values.size())];
      values.copyTo(DataBuffers.of(samples));
      return new PictureBatch(
          batch.count(), size, size, SetPictures.eightBits(samples, /* scale= */ 1));
    }
  }

  private static byte[] crop(PictureBatch batch) {
    int side = Math.min(batch.height(), batch.width());
    int top = (batch.height() - side) / 2;
    int left = (batch.width() - side) / 2;
    byte[] square = new byte[batch.count() * side * side * 3];
    for (int i = 0; i < batch.count(); i++) {
      for (int y = 0; y < side; y++) {
        int from = ((i * batch.height() + top + y) * batch.width() + left) * 3;
        System.arraycopy(batch.samples(), from, square, (i * side + y) * side * 3, side * 3);
      }
    }
    return square;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
