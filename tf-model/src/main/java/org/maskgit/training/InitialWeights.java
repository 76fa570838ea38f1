package org.maskgit.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.TensorSpec;

/**
 * The weights that a training of the transformer begins with, as the official code initialises it:
 * kernels and embeddings normal of deviation 0.02, cut at two of them; scales 1; biases 0.
 */
public final class InitialWeights {
  private static final double DEVIATION = 0.02;
  private static final double CUT = 2;

  private InitialWeights() {}

  /**
   * Draws weights. Each tensor is drawn when it is read, from numbers of its own: its values depend
   * on the seed, its name and its shape.
   *
   * @param specs the parameters, leaves named kernel, embedding, scale or bias
   * @param seed of the random numbers
   * @return the weights
   */
  public static Checkpoint of(List<TensorSpec> specs, long seed) {
    return Checkpoint.of("initial weights", specs.stream().map(s -> tensor(s, seed)).toList());
  }

  /** One parameter. */
  static CheckpointTensor tensor(TensorSpec spec, long seed) {
    return CheckpointTensor.of(
        spec,
        () ->
            switch (spec.name().substring(spec.name().lastIndexOf('/') + 1)) {
              case "kernel", "embedding" -> normal(spec, seed);
              case "scale" -> constant(spec, 1);
              case "bias" -> constant(spec, 0);
              default ->
                  throw new IllegalArgumentException(
                      "expected a kernel, embedding, scale or bias, found " + spec.name());
            });
  }

  /** A tensor of zeros. */
  static CheckpointTensor zeros(TensorSpec spec) {
    return CheckpointTensor.of(spec, () -> constant(spec, 0));
  }

  private static ByteBuffer normal(TensorSpec spec, long seed) {
    SplittableRandom random = RandomStreams.of(seed, spec.name(), 0);
    ByteBuffer bytes = buffer(spec);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) (DEVIATION * cutNormal(random)));
    }
    return bytes.flip();
  }

  private static double cutNormal(SplittableRandom random) {
    double value = random.nextGaussian();
    while (Math.abs(value) > CUT) {
      value = random.nextGaussian();
    }
    return value;
  }

  private static ByteBuffer constant(TensorSpec spec, float value) {
    ByteBuffer bytes = buffer(spec);
    while (value != 0 && bytes.hasRemaining()) {
      bytes.putFloat(value);
    }
    return bytes.clear();
  }

  private static ByteBuffer buffer(TensorSpec spec) {
    return ByteBuffer.allocate(Math.toIntExact(spec.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
  }
}
