package org.maskgit.tokenizer.training;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/** A small graph of constants, for the losses. */
final class GraphRun implements AutoCloseable {
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final List<TFloat32> fed = new ArrayList<>();
  private final List<Operand<TFloat32>> placeholders = new ArrayList<>();

  Graph graph() {
    return graph;
  }

  Ops tf() {
    return tf;
  }

  /** An input that gradients can be taken at. */
  Operand<TFloat32> input(float[] values, long... shape) {
    Operand<TFloat32> placeholder =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
    placeholders.add(placeholder);
    fed.add(TFloat32.tensorOf(Shape.of(shape), DataBuffers.of(values)));
    return placeholder;
  }

  Operand<TFloat32> gradient(Operand<TFloat32> of, Operand<TFloat32> at) {
    Output<?>[] gradients = graph.addGradients(of.asOutput(), new Output<?>[] {at.asOutput()});
    return gradients[0].expect(TFloat32.class);
  }

  float[] run(Operand<TFloat32> value) {
    try (Session session = new Session(graph)) {
      Session.Runner runner = session.runner().fetch(value);
      for (int i = 0; i < fed.size(); i++) {
        runner.feed(placeholders.get(i), fed.get(i));
      }
      try (Result result = runner.run()) {
        TFloat32 tensor = (TFloat32) result.get(0);
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.copyTo(DataBuffers.of(values));
        return values;
      }
    }
  }

  @Override
  public void close() {
    fed.forEach(TFloat32::close);
    graph.close();
  }
}
