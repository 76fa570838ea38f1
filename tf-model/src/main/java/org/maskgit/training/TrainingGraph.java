package org.maskgit.training;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.maskgit.graph.Dropout;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Variable;
import org.maskgit.transformer.Transformer;
import org.maskgit.transformer.TransformerConfig;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * Everything that a training runs, built once: the network with its loss, the gradients and the
 * update; and a second network on the moving average, without dropout, that is evaluated and
 * sampled from.
 */
final class TrainingGraph {
  /** What the names of the moving average's variables begin with. */
  static final String AVERAGE = "ema/";

  /** What the names of the optimizer's variables begin with. */
  static final String OPTIMIZER = "opt";

  /** All of it. */
  final Graph graph;

  private final TrainingConfig config;
  private final Ops tf;

  /** int32 [batch, positions], −1 = masked. */
  final Operand<TInt32> inputs;

  /** int32 [batch, positions]. */
  final Operand<TInt32> labels;

  /** float32 [batch, positions]. */
  final Operand<TFloat32> weights;

  /** int64 [2], of the dropout; not asked for without one. */
  final Operand<TInt64> seed;

  /** The loss of the parameters, with dropout. */
  final Operand<TFloat32> loss;

  /** Its gradients, in the order of the parameters. */
  final ImmutableList<Operand<TFloat32>> gradients;

  /** The optimizer's norm and rate. */
  final AdamW optimizer;

  /** With several micro-batches, what runs for the first and for each further one. */
  final ImmutableList<Op> firstMicroBatch;

  final ImmutableList<Op> furtherMicroBatch;

  /** What updates everything, in the same run as the loss or after the last micro-batch. */
  final ImmutableList<Op> update;

  /** The loss of the moving average, without dropout. */
  final Operand<TFloat32> averageLoss;

  /** Its logits, [batch, positions, codebook]. */
  final Operand<TFloat32> averageLogits;

  /** The parameters. */
  final ImmutableList<Variable<TFloat32>> parameters;

  /** Their moving average, in the same order. */
  final ImmutableList<Variable<TFloat32>> averages;

  private TrainingGraph(Graph graph, TrainingConfig config) {
    this.graph = graph;
    this.config = config;
    this.tf = Ops.create(graph);
    Shape sequences = Shape.of(-1, config.transformer().positions());
    inputs = placeholder("inputs", TInt32.class, sequences);
    labels = placeholder("labels", TInt32.class, sequences);
    weights = placeholder("weights", TFloat32.class, sequences);
    seed = placeholder("seed", TInt64.class, Shape.of(2));

    Dropout dropout = Dropout.of((float) config.model().dropout(), seed);
    ModuleScope network = ModuleScope.root(graph, config.precision(), dropout);
    loss = loss("loss", logits(network));
    parameters = network.parameters();

    ModuleScope averaged = ModuleScope.root(graph).module("ema");
    Operand<TFloat32> logits = logits(averaged);
    averageLoss = loss("average_loss", logits);
    averageLogits = codebookOnly(logits);
    averages = averaged.parameters();

    gradients = Gradients.of(graph, tf, "gradients", loss, parameters);
    ImmutableList<Operand<TFloat32>> followed = gradients;
    if (config.microBatches() == 1) {
      firstMicroBatch = ImmutableList.of();
      furtherMicroBatch = ImmutableList.of();
    } else {
      GradientAccumulator sums =
          GradientAccumulator.build(graph, parameters, gradients, config.microBatches());
      firstMicroBatch = sums.first();
      furtherMicroBatch = sums.further();
      followed = sums.mean();
    }
    optimizer =
        AdamW.build(graph, OPTIMIZER, config.optimizer(), config.steps(), parameters, followed);
    update =
        ImmutableList.<Op>builder()
            .addAll(optimizer.update())
            .addAll(
                MovingAverage.update(tf, config.optimizer().emaDecay(), averages, optimizer.next()))
            .build();
  }

  /** Builds everything. */
  static TrainingGraph build(Graph graph, TrainingConfig config) {
    return new TrainingGraph(graph, config);
  }

  private <T extends TType> Operand<T> placeholder(String name, Class<T> type, Shape shape) {
    return tf.withName(name).placeholder(type, Placeholder.shape(shape));
  }

  private int outputs() {
    return config.loss().codebookOnly()
        ? config.model().codebookSize()
        : config.transformer().vocabularySize();
  }

  private Operand<TFloat32> logits(ModuleScope scope) {
    TransformerConfig sizes = config.transformer();
    return Transformer.logits(scope, sizes, inputs, outputs());
  }

  private Operand<TFloat32> loss(String name, Operand<TFloat32> logits) {
    return Losses.weightedCrossEntropy(
        tf.withSubScope(name), logits, labels, weights, outputs(), config.loss().labelSmoothing());
  }

  private Operand<TFloat32> codebookOnly(Operand<TFloat32> logits) {
    return tf.slice(
        logits,
        tf.constant(new int[] {0, 0, 0}),
        tf.constant(new int[] {-1, -1, config.model().codebookSize()}));
  }

  /** What a saved training holds: parameters, their average, slots and step. */
  List<Variable<?>> state() {
    return ImmutableList.<Variable<?>>builder()
        .addAll(parameters)
        .addAll(averages)
        .addAll(optimizer.state())
        .build();
  }
}
