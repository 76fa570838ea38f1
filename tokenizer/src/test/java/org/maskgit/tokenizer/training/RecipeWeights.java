package org.maskgit.tokenizer.training;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.graph.ModuleScope;
import org.tensorflow.Graph;
import org.tensorflow.ndarray.Shape;

/**
 * Discriminators too wide to be stored: their golden outputs were made with weights that are a hash
 * of leaf number and element number ({@code testdata/README.md}).
 */
final class RecipeWeights {
  private RecipeWeights() {}

  /** The weights of a network, its leaves numbered in the order of their names. */
  static Checkpoint of(Consumer<ModuleScope> network, int seed) {
    try (Graph graph = new Graph()) {
      ModuleScope root = ModuleScope.root(graph);
      network.accept(root);
      List<TensorSpec> leaves =
          root.parameterSpecs().stream().sorted(Comparator.comparing(TensorSpec::name)).toList();
      return Checkpoint.of(
          "recipe " + seed,
          IntStream.range(0, leaves.size()).mapToObj(i -> leaf(leaves.get(i), i, seed)).toList());
    }
  }

  private static CheckpointTensor leaf(TensorSpec spec, int leaf, int seed) {
    Shape shape = spec.shape();
    double scale = spec.name().endsWith("/kernel") ? 2 * Math.sqrt(4.5 / fanIn(shape)) : 0.2;
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      int hash = fmix32(i + leaf * 0x9E3779B9 + seed * 0x85EBCA77);
      values[i] = (float) ((Integer.toUnsignedLong(hash) / 0x1p32 - 0.5) * scale);
    }
    return CheckpointTensor.of(spec.name(), shape, values);
  }

  private static long fanIn(Shape kernel) {
    return kernel.size() / kernel.get(kernel.numDimensions() - 1);
  }

  private static int fmix32(int value) {
    int h = value;
    h = (h ^ (h >>> 16)) * 0x85EBCA6B;
    h = (h ^ (h >>> 13)) * 0xC2B2AE35;
    return h ^ (h >>> 16);
  }
}
