package org.maskgit.tokenizer.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.checkpoint.CheckpointTensor;
import org.maskgit.checkpoint.TensorSpec;
import org.maskgit.training.RandomStreams;
import org.tensorflow.ndarray.Shape;

/**
 * The weights that a training of the tokenizer begins with, drawn as the official code draws them:
 *
 * <ul>
 *   <li>convolutions of the tokenizer as {@code nn.Conv} does, {@code lecun_normal}: normal, cut at
 *       two deviations, of variance 1 / fan-in after the cut;
 *   <li>convolutions and dense layers of the discriminator {@code xavier_uniform}: uniform of
 *       variance 2 / (fan-in + fan-out);
 *   <li>the codebook {@code variance_scaling(1, "fan_in", "uniform")}: its fan-in is the number of
 *       codes;
 *   <li>scales 1, biases 0.
 * </ul>
 */
public final class InitialTokenizer {
  private static final double CUT = 2;

  /** Deviation of a standard normal that is cut at two. */
  private static final double CUT_DEVIATION = 0.8796256610342398;

  private InitialTokenizer() {}

  /**
   * Draws weights. Each tensor is drawn when it is read, from numbers of its own: its values depend
   * on the seed, its name and its shape.
   *
   * @param specs the parameters of tokenizer and discriminator
   * @param seed of the random numbers
   * @return the weights
   */
  public static Checkpoint of(List<TensorSpec> specs, long seed) {
    return Checkpoint.of(
        "initial weights",
        specs.stream().map(spec -> CheckpointTensor.of(spec, () -> draw(spec, seed))).toList());
  }

  private static ByteBuffer draw(TensorSpec spec, long seed) {
    SplittableRandom random = RandomStreams.of(seed, spec.name(), 0);
    return switch (spec.name().substring(spec.name().lastIndexOf('/') + 1)) {
      case "scale" -> filled(spec, () -> 1);
      case "bias" -> filled(spec, () -> 0);
      case "codebook" -> uniform(spec, 1.0 / spec.shape().get(0), random);
      case "kernel" ->
          spec.name().startsWith(Adversary.MODULE + "/")
              ? uniform(spec, 2.0 / (fanIn(spec.shape()) + fanOut(spec.shape())), random)
              : normal(spec, 1.0 / fanIn(spec.shape()), random);
      default ->
          throw new IllegalArgumentException(
              "expected a kernel, codebook, scale or bias, found " + spec.name());
    };
  }

  private static ByteBuffer uniform(TensorSpec spec, double variance, SplittableRandom random) {
    double limit = Math.sqrt(3 * variance);
    return filled(spec, () -> limit * (2 * random.nextDouble() - 1));
  }

  private static ByteBuffer normal(TensorSpec spec, double variance, SplittableRandom random) {
    double scale = Math.sqrt(variance) / CUT_DEVIATION;
    return filled(spec, () -> scale * cutNormal(random));
  }

  private static double cutNormal(SplittableRandom random) {
    double value = random.nextGaussian();
    while (Math.abs(value) > CUT) {
      value = random.nextGaussian();
    }
    return value;
  }

  private static ByteBuffer filled(TensorSpec spec, DoubleSupplier values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(spec.byteSize())).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      bytes.putFloat((float) values.getAsDouble());
    }
    return bytes.flip();
  }

  private static double fanIn(Shape kernel) {
    return (double) kernel.size() / kernel.get(kernel.numDimensions() - 1);
  }

  private static double fanOut(Shape kernel) {
    return (double) kernel.size() / kernel.get(kernel.numDimensions() - 2);
  }
}
