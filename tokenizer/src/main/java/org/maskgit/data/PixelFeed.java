package org.maskgit.data;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** Samples in memory are fed whole and picked by their row. */
final class PixelFeed extends SampleFeed {
  private final ImageStore.Pixels store;
  private final Placeholder<TInt64> picked;
  private final Placeholder<TUint8> all;

  PixelFeed(Ops tf, ImageStore.Pixels store) {
    super(tf);
    this.store = store;
    this.picked = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
    this.all = tf.placeholder(TUint8.class, Placeholder.shape(shape(-1)));
  }

  private Shape shape(long count) {
    return Shape.of(count, store.height(), store.width(), store.channels());
  }

  @Override
  List<Operand<?>> places() {
    return List.of(picked);
  }

  @Override
  List<Operand<?>> captured() {
    return List.of(all);
  }

  @Override
  void feed(Fed fed, int[] rows) {
    long[] wide = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      wide[i] = rows[i];
    }
    fed.add(picked, TInt64.vectorOf(wide));
    long count = store.samples().length / shape(1).size();
    fed.add(all, TUint8.tensorOf(shape(count), DataBuffers.of(store.samples(), true, false)));
  }

  @Override
  Operand<TUint8> pixels(Ops body, Decoding decoding, Signature.Builder signature) {
    Placeholder<TInt64> row = scalar(body, TInt64.class);
    Placeholder<TUint8> samples = body.placeholder(TUint8.class, Placeholder.shape(shape(-1)));
    signature.input("d_row", row).input("e_samples", samples);
    return body.gather(samples, row, body.constant(0));
  }
}
