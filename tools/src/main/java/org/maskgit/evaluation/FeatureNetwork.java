package org.maskgit.evaluation;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.maskgit.graph.Device;
import org.maskgit.graph.DeviceException;
import org.maskgit.io.DataException;
import org.maskgit.tokenizer.training.FrozenNetwork;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * A frozen network that makes features of pictures. Not safe for use by several threads; close it
 * to free its memory.
 */
public final class FeatureNetwork implements AutoCloseable {
  private static final long SPATIAL_CHANNELS = 7;

  private final String source;
  private final FeatureNetworkConfig config;
  private final Graph graph;
  private final Session session;
  private final String input;
  private final ImmutableList<Operand<TFloat32>> outputs;
  private final Optional<SquareScaling> scaling;

  private FeatureNetwork(
      String source,
      FeatureNetworkConfig config,
      Graph graph,
      String input,
      ImmutableList<Operand<TFloat32>> outputs,
      Device device) {
    this.source = source;
    this.config = config;
    this.graph = graph;
    this.session = device.open(graph);
    this.input = input;
    this.outputs = outputs;
    this.scaling =
        config.imageSize() == 0
            ? Optional.empty()
            : Optional.of(new SquareScaling(config.imageSize()));
  }

  /**
   * Reads a network.
   *
   * @param file a frozen GraphDef, or the folder of a SavedModel
   * @param config the names of its tensors and what it takes
   * @param device what computes it, in this process
   * @return the network
   * @throws DataException if it is something else or lacks one of the names
   * @throws org.maskgit.graph.DeviceException if the device is missing
   */
  public static FeatureNetwork load(Path file, FeatureNetworkConfig config, Device device) {
    FrozenNetwork network = FrozenNetwork.load(file);
    Graph graph = new Graph();
    try {
      graph.importGraphDef(network.behindPlaceholder(config.input()));
      return new FeatureNetwork(
          file.toString(),
          config,
          graph,
          network.nodeOf(config.input()),
          outputs(network, graph, config),
          device);
    } catch (DataException | DeviceException e) {
      graph.close();
      throw e;
    } catch (TensorFlowException | IllegalArgumentException e) {
      graph.close();
      throw new DataException(
          "%s: expected a frozen network with the input %s, found one that can't be built: %s."
              .formatted(file, config.input(), e.getMessage()),
          e);
    }
  }

  /** Features, and then what there is of logits and spatial features. */
  private static ImmutableList<Operand<TFloat32>> outputs(
      FrozenNetwork network, Graph graph, FeatureNetworkConfig config) {
    Ops tf = Ops.create(graph).withSubScope("evaluation");
    ImmutableList.Builder<Operand<TFloat32>> outputs = ImmutableList.builder();
    Operand<TFloat32> pool = operand(network, graph, config.pool());
    outputs.add(pool);
    if (!config.classifier().isEmpty()) {
      Operand<TFloat32> weights =
          operand(network, graph, network.inputsOf(network.nodeOf(config.classifier())).get(1));
      // The graph's own reshape is for one picture only.
      int length = (int) weights.shape().get(0);
      Operand<TFloat32> rows = tf.reshape(pool, tf.constant(new int[] {-1, length}));
      outputs.add(tf.linalg.matMul(rows, weights));
    } else if (!config.logits().isEmpty()) {
      outputs.add(operand(network, graph, config.logits()));
    }
    if (!config.spatial().isEmpty()) {
      Operand<TFloat32> all = operand(network, graph, config.spatial());
      long[] end = {-1, -1, -1, SPATIAL_CHANNELS};
      outputs.add(tf.slice(all, tf.constant(new long[4]), tf.constant(end)));
    }
    return outputs.build();
  }

  private static Operand<TFloat32> operand(FrozenNetwork network, Graph graph, String name) {
    String tensor = network.tensorOf(name);
    int colon = tensor.lastIndexOf(':');
    GraphOperation operation = graph.operation(tensor.substring(0, colon));
    return operation.output(Integer.parseInt(tensor.substring(colon + 1))).expect(TFloat32.class);
  }

  /**
   * Returns how it was set up.
   *
   * @return the configuration
   */
  public FeatureNetworkConfig config() {
    return config;
  }

  /**
   * Makes features of all pictures.
   *
   * @param name what to call the set in errors
   * @param pictures the pictures, read to their end, not closed
   * @param listener is told after each batch how many are done
   * @return their features, with logits and spatial moments if the network gives them
   * @throws DataException if no picture could be read, or features aren't finite
   */
  public FeatureSet extract(String name, Pictures pictures, LongConsumer listener) {
    FeatureCollector collector = collect(name);
    for (Optional<PictureBatch> batch = pictures.next();
        batch.isPresent();
        batch = pictures.next()) {
      collector.add(batch.get());
      listener.accept(collector.count());
    }
    return collector.finish();
  }

  /**
   * Begins a set.
   *
   * @param name what to call the set in errors
   * @return a collector of features, to which pictures are added
   */
  public FeatureCollector collect(String name) {
    return new FeatureCollector(name, this);
  }

  /** The outputs for a batch, each [n, …] flat in C order. */
  ImmutableList<float[]> run(PictureBatch pictures) {
    PictureBatch batch = scaling.map(scale -> scale.apply(pictures)).orElse(pictures);
    float[] pixels = new float[batch.samples().length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (batch.samples()[i] & 0xff) * config.scale() + config.offset();
    }
    Shape shape = Shape.of(batch.count(), batch.height(), batch.width(), 3);
    try (TFloat32 fed = TFloat32.tensorOf(shape, DataBuffers.of(pixels))) {
      Session.Runner runner = session.runner().feed(input, fed);
      outputs.forEach(runner::fetch);
      try (Result result = runner.run()) {
        ImmutableList.Builder<float[]> arrays = ImmutableList.builder();
        for (int i = 0; i < outputs.size(); i++) {
          TFloat32 values = (TFloat32) result.get(i);
          float[] array = new float[Math.toIntExact(values.size())];
          values.copyTo(DataBuffers.of(array));
          arrays.add(array);
        }
        return arrays.build();
      }
    } catch (TensorFlowException e) {
      throw new DataException(
          "%s can't take %d pictures of %d × %d: %s; bring them to another --size."
              .formatted(source, batch.count(), batch.height(), batch.width(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    scaling.ifPresent(SquareScaling::close);
    session.close();
    graph.close();
  }
}
