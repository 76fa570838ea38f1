package org.maskgit.tokenizer.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.maskgit.graph.ModelSession;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * The leaky rectifiers whose inputs lie so near 0 that rounding alone decides on their slope, and
 * with it on the gradient of a patch of the image: another machine adds up in another order and may
 * take the other slope. This turns them over, one by one, by feeding their inputs.
 */
final class Kinks {
  /**
   * What counts as rounding, in units of the layer's root mean square. Such an input is a sum of
   * 2,304 products or more; rounded after each, it is off by about √2,304 · 2⁻²⁵ = 1.4e-6.
   */
  static final double ROUNDING = 1e-6;

  /** An element of a rectifier's input, and its size in units of the layer's. */
  private record Kink(float[] layer, int index, double size) {
    void turn() {
      layer[index] = -layer[index];
    }
  }

  private final ModelSession session;
  private final TFloat32 image;
  private final Map<Output<?>, float[]> layers;
  private final List<Kink> kinks;

  private Kinks(ModelSession session, TFloat32 image, Map<Output<?>, float[]> layers) {
    this.session = session;
    this.image = image;
    this.layers = layers;
    this.kinks = new ArrayList<>();
    layers.values().forEach(this::search);
    kinks.sort(Comparator.comparingDouble(Kink::size));
  }

  private void search(float[] layer) {
    double squares = 0;
    for (float input : layer) {
      squares += (double) input * input;
    }
    double rootMeanSquare = Math.sqrt(squares / layer.length);
    for (int i = 0; i < layer.length; i++) {
      double size = Math.abs(layer[i]) / rootMeanSquare;
      if (size <= ROUNDING) {
        kinks.add(new Kink(layer, i, size));
      }
    }
  }

  /** Finds the inputs of all leaky rectifiers that a value depends on. */
  static List<Operand<TFloat32>> rectified(Operand<TFloat32> value) {
    Graph graph = (Graph) value.asOutput().env();
    List<Operand<TFloat32>> inputs = new ArrayList<>();
    for (GraphOperation operation : graph.subgraphTo(Set.of(value))) {
      if (operation.type().equals("LeakyRelu")) {
        inputs.add(operation.input(0).expect(TFloat32.class));
      }
    }
    return inputs;
  }

  /** Finds the kinks among the inputs, whose values an image led to. */
  static Kinks of(
      ModelSession session, TFloat32 image, List<Operand<TFloat32>> inputs, List<float[]> values) {
    Map<Output<?>, float[]> layers = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      layers.put(inputs.get(i).asOutput(), values.get(i).clone());
    }
    return new Kinks(session, image, layers);
  }

  /**
   * Turns over those kinks that bring a gradient nearer to what is expected, until it is there.
   *
   * @param found the gradient before
   * @return the gradient after
   */
  float[] settle(Output<?> gradient, float[] found, float[] expected, double tolerance) {
    float[] best = found;
    for (Kink kink : kinks) {
      if (Errors.relative(best, expected) < tolerance) {
        break;
      }
      kink.turn();
      float[] turned = run(gradient);
      if (Errors.squared(turned, expected) < Errors.squared(best, expected)) {
        best = turned;
      } else {
        kink.turn();
      }
    }
    return best;
  }

  private float[] run(Output<?> gradient) {
    Session.Runner runner = session.runner().fetch(gradient).feed("image", image);
    List<Tensor> fed = new ArrayList<>();
    try {
      layers.forEach(
          (input, values) -> {
            Shape shape = input.shape();
            TFloat32 tensor = TFloat32.tensorOf(shape, DataBuffers.of(values));
            fed.add(tensor);
            runner.feed(input, tensor);
          });
      try (Result result = runner.run()) {
        return ImageTensors.floats((TFloat32) result.get(0));
      }
    } finally {
      fed.forEach(Tensor::close);
    }
  }
}
