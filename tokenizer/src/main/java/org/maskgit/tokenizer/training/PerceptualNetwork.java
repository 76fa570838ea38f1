package org.maskgit.tokenizer.training;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.ResizeBilinear;
import org.tensorflow.types.TFloat32;

/** The perceptual term through a frozen network that the configuration names. */
final class PerceptualNetwork {
  private final PerceptualConfig config;
  private final FrozenNetwork network;

  private PerceptualNetwork(PerceptualConfig config, FrozenNetwork network) {
    this.config = config;
    this.network = network;
  }

  /**
   * Reads the network.
   *
   * @throws org.maskgit.io.DataException if there is none
   */
  static PerceptualNetwork load(PerceptualConfig config) {
    return new PerceptualNetwork(config, FrozenNetwork.load(Path.of(config.network())));
  }

  /**
   * Builds the mean squared difference of features.
   *
   * @param graph where to build
   * @param tf where to build
   * @param expected images in [0, 1], [n, h, w, 3]
   * @param actual their reconstructions
   * @return a scalar, without its weight; its gradient goes to the reconstructions alone
   */
  Operand<TFloat32> difference(
      Graph graph, Ops tf, Operand<TFloat32> expected, Operand<TFloat32> actual) {
    List<Operand<TFloat32>> wanted = features(graph, tf, "perceptual/expected", expected);
    List<Operand<TFloat32>> found = features(graph, tf, "perceptual/actual", actual);
    ImmutableList.Builder<Operand<TFloat32>> differences = ImmutableList.builder();
    for (int i = 0; i < wanted.size(); i++) {
      Operand<TFloat32> target = tf.stopGradient(wanted.get(i));
      differences.add(meanOfAll(tf, tf.math.square(tf.math.sub(found.get(i), target))));
    }
    return tf.math.mul(tf.constant(1f / wanted.size()), tf.math.addN(differences.build()));
  }

  private List<Operand<TFloat32>> features(
      Graph graph, Ops tf, String name, Operand<TFloat32> images) {
    Operand<TFloat32> x = images;
    if (config.imageSize() > 0) {
      int[] size = {config.imageSize(), config.imageSize()};
      x = tf.image.resizeBilinear(x, tf.constant(size), ResizeBilinear.halfPixelCenters(true));
    }
    x = tf.math.mul(x, tf.constant((float) config.scale()));
    x = tf.math.add(x, tf.constant((float) config.offset()));
    return network.build(graph, name, config.input(), x, config.featureNames());
  }

  // Frozen networks seldom tell the ranks of their outputs.
  private static Operand<TFloat32> meanOfAll(Ops tf, Operand<TFloat32> x) {
    return tf.math.mean(tf.reshape(x, tf.constant(new int[] {-1})), tf.constant(0));
  }
}
