package org.maskgit.evaluation.classifier;

import com.google.common.primitives.ImmutableIntArray;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.maskgit.data.Augmentation;
import org.maskgit.data.ImageBatch;
import org.maskgit.data.ImageBatchConfig;
import org.maskgit.data.ImageBatches;
import org.maskgit.data.ImagePasses;
import org.maskgit.data.ImageSet;
import org.maskgit.graph.Device;
import org.maskgit.graph.ModuleScope;
import org.maskgit.tokenizer.training.InitialTokenizer;
import org.maskgit.training.AdamW;
import org.maskgit.training.Gradients;
import org.maskgit.training.TrainingState;
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
 * A classifier of pictures that is trained here. Not safe for use by several threads; close it to
 * free its memory.
 */
public final class Classifier implements AutoCloseable {
  private static final int TOP = 5;

  private final ClassifierConfig config;
  private final Graph graph = new Graph();
  private final Session session;
  private final Placeholder<TFloat32> images;
  private final Placeholder<TInt32> labels;
  private final Operand<TFloat32> logits;
  private final Operand<TFloat32> loss;
  private final AdamW optimizer;

  private Classifier(ClassifierConfig config, int classes, Device device) {
    this.config = config;
    Ops tf = Ops.create(graph);
    long side = config.imageSize();
    images = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, side, side, 3)));
    labels = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
    ModuleScope scope = ModuleScope.root(graph);
    logits = ResNet.apply(scope, config.network(), classes, images);
    Operand<TFloat32> targets =
        tf.oneHot(labels, tf.constant(classes), tf.constant(1f), tf.constant(0f));
    loss =
        tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(logits, targets).loss(), tf.constant(0));
    optimizer =
        AdamW.build(
            graph,
            "opt",
            config.optimizer(),
            config.steps(),
            scope.parameters(),
            Gradients.of(graph, tf, "gradients", loss, scope.parameters()));
    TrainingState state = TrainingState.build(graph, scope.parameters(), optimizer.state());
    session = device.open(graph);
    state.fill(
        session,
        state.beginning(
            InitialTokenizer.of(scope.parameterSpecs(), config.seed()), "the classifier"));
  }

  /**
   * Makes a classifier with random weights.
   *
   * @param config its sizes and how it is trained
   * @param classes at least 2
   * @param device what computes it, in this process
   * @return the classifier
   * @throws org.maskgit.graph.DeviceException if it is missing
   */
  public static Classifier create(ClassifierConfig config, int classes, Device device) {
    return new Classifier(config, classes, device);
  }

  /** Sees each step of a training. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called when a step has ended.
     *
     * @param step its number, from 1
     * @param loss of its batch in nats
     */
    void onStep(int step, float loss);
  }

  /**
   * Trains it.
   *
   * @param pictures with classes from 0 to the number of classes − 1
   * @param listener sees each step; what it throws ends the training
   * @throws org.maskgit.io.DataException if pictures can't be read
   */
  public void train(ImageSet pictures, Listener listener) {
    ImageBatchConfig reading =
        ImageBatchConfig.training(
            config.batchSize(),
            config.imageSize(),
            config.seed(),
            config.flips() ? Augmentation.FLIP : Augmentation.NONE);
    try (ImageBatches batches = ImageBatches.open(pictures, reading, ImageBatches.START)) {
      for (int step = 1; step <= config.steps(); step++) {
        ImageBatch batch = batches.next();
        try (TFloat32 pixels = batch.images()) {
          listener.onStep(step, step(pixels, batch.labels()));
        }
      }
    }
  }

  private float step(TFloat32 pixels, ImmutableIntArray wanted) {
    try (TInt32 classes = classes(wanted)) {
      Session.Runner runner =
          session.runner().feed(images, pixels).feed(labels, classes).fetch(loss);
      optimizer.update().forEach(runner::addTarget);
      try (Result result = runner.run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    }
  }

  private static TInt32 classes(ImmutableIntArray labels) {
    return TInt32.tensorOf(Shape.of(labels.length()), DataBuffers.of(labels.toArray()));
  }

  /**
   * How often it is right.
   *
   * @param count pictures that it saw
   * @param top1 the share whose class it finds likeliest
   * @param top5 the share whose class is among the five likeliest
   */
  public record Accuracy(int count, double top1, double top5) {}

  /**
   * Tests it.
   *
   * @param pictures with classes from 0 to the number of classes − 1
   * @return how often it is right
   * @throws org.maskgit.io.DataException if pictures can't be read
   */
  public Accuracy test(ImageSet pictures) {
    int count = 0;
    int first = 0;
    int among = 0;
    ImageBatchConfig reading = ImageBatchConfig.evaluation(config.batchSize(), config.imageSize());
    try (ImagePasses passes = ImagePasses.open(pictures, reading, 1, ImageBatches.START)) {
      for (Optional<ImageBatch> next = passes.next(); next.isPresent(); next = passes.next()) {
        ImageBatch batch = next.get();
        try (TFloat32 pixels = batch.images()) {
          List<Integer> ranks = ranks(pixels, batch.labels());
          count += ranks.size();
          first += (int) ranks.stream().filter(rank -> rank == 0).count();
          among += (int) ranks.stream().filter(rank -> rank < TOP).count();
        }
      }
    }
    return new Accuracy(count, (double) first / count, (double) among / count);
  }

  /** How many classes are likelier than the right one, for each picture. */
  private List<Integer> ranks(TFloat32 pixels, ImmutableIntArray wanted) {
    try (Result result = session.runner().feed(images, pixels).fetch(logits).run()) {
      TFloat32 values = (TFloat32) result.get(0);
      int classes = (int) values.shape().get(1);
      float[] all = new float[Math.toIntExact(values.size())];
      values.copyTo(DataBuffers.of(all));
      return IntStream.range(0, wanted.length())
          .mapToObj(i -> rank(all, i * classes, classes, wanted.get(i)))
          .toList();
    }
  }

  private static int rank(float[] logits, int from, int classes, int label) {
    int rank = 0;
    for (int i = 0; i < classes; i++) {
      rank += logits[from + i] > logits[from + label] ? 1 : 0;
    }
    return rank;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
