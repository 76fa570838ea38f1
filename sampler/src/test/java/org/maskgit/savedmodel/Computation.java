package org.maskgit.savedmodel;

import java.util.function.BiFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * A function of numbers as a session of its own, so that it is optimized as in a model. Numbers are
 * handed over as their bits.
 */
final class Computation implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TInt32> input;
  private final Operand<TInt32> output;

  private Computation(BiFunction<Ops, Operand<TInt32>, Operand<TInt32>> function) {
    Ops tf = Ops.create(graph);
    this.input = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    this.output = function.apply(tf, input);
    this.session = new Session(graph);
  }

  static Computation ofWords(BiFunction<Ops, Operand<TInt32>, Operand<TInt32>> function) {
    return new Computation(function);
  }

  static Computation ofFloats(BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> function) {
    return new Computation(
        (tf, words) ->
            tf.bitcast(function.apply(tf, tf.bitcast(words, TFloat32.class)), TInt32.class));
  }

  int[] apply(int[] words) {
    try (TInt32 in = TInt32.vectorOf(words);
        Result result = session.runner().feed(input, in).fetch(output).run()) {
      TInt32 out = (TInt32) result.get(0);
      int[] values = new int[Math.toIntExact(out.size())];
      out.copyTo(DataBuffers.of(values));
      return values;
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
