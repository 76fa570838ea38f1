package org.maskgit.training;

import com.google.common.collect.ImmutableList;
import org.maskgit.graph.Dropout;
import org.maskgit.graph.ModuleScope;
import org.maskgit.graph.Variable;
import org.maskgit.transformer.Transformer;
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
  /** What the names of the optimizer's variables begin with. */
  static final String OPTIMIZER = "opt";

  /** All of it. */
  final Graph graph;

  /** int32 [batch, positions], −1 = masked. */
  final Operand<TInt32> inputs;

  /** int32 [batch, positions]. */
  final Operand<TInt32> labels;

  /** float32 [batch, positions]. */
  final Operand<TFloat32> weights;

  /** int64 [2], of the dropout; not asked for without one. */
  final Operand<TInt64> seed;

  /** The parameters, with dropout, in the training's precision. */
  final Network trained;

  /** Their moving average, without dropout, in float32; its variables in the same order. */
  final Network averaged;

  /** What the moving average predicts, [batch, positions, codebook]. */
  final Operand<TFloat32> averageLogits;

  /** Gradients of the loss, in the order of the parameters. */
  final ImmutableList<Operand<TFloat32>> gradients;

  /** The optimizer's step. */
  final AdamW optimizer;

  /** With several micro-batches, what runs with the first one. */
  final ImmutableList<Op> firstMicroBatch;

  /** And with each further one. */
  final ImmutableList<Op> furtherMicroBatch;

  /** What updates everything, in the same run as the loss or after the last micro-batch. */
  final ImmutableList<Op> update;

  private final TrainingConfig config;
  private final Ops tf;

  /**
   * A network with its loss.
   *
   * @param variables the parameters
   * @param logits [batch, positions, codebook or vocabulary]
   * @param loss a scalar
   */
  record Network(
      ImmutableList<Variable<TFloat32>> variables,
      Operand<TFloat32> logits,
      Operand<TFloat32> loss) {}

  private TrainingGraph(Graph graph, TrainingConfig config) {
    this.graph = graph;
    this.config = config;
    tf = Ops.create(graph);
    Shape sequences = Shape.of(-1, config.transformer().positions());
    inputs = placeholder("inputs", TInt32.class, sequences);
    labels = placeholder("labels", TInt32.class, sequences);
    weights = placeholder("weights", TFloat32.class, sequences);
    seed = placeholder("seed", TInt64.class, Shape.of(2));

    Dropout dropout = Dropout.of((float) config.model().dropout(), seed);
    trained = network("loss", ModuleScope.root(graph, config.precision(), dropout));
    averaged = network("average_loss", ModuleScope.root(graph).module(MovingAverage.MODULE));
    averageLogits = codebookOnly(averaged.logits());

    gradients = Gradients.of(graph, tf, "gradients", trained.loss(), trained.variables());
    ImmutableList<Operand<TFloat32>> followed = gradients;
    if (config.microBatches() == 1) {
      firstMicroBatch = ImmutableList.of();
      furtherMicroBatch = ImmutableList.of();
    } else {
      GradientSums sums = GradientSums.declare(graph, trained.variables(), config.microBatches());
      firstMicroBatch = sums.first(gradients);
      furtherMicroBatch = sums.further(gradients);
      followed = sums.values();
    }
    optimizer =
        AdamW.build(
            graph, OPTIMIZER, config.optimizer(), config.steps(), trained.variables(), followed);
    update =
        ImmutableList.<Op>builder().addAll(optimizer.update()).addAll(updateOfAverage()).build();
  }

  /** Builds everything. */
  static TrainingGraph build(Graph graph, TrainingConfig config) {
    return new TrainingGraph(graph, config);
  }

  private <T extends TType> Operand<T> placeholder(String name, Class<T> type, Shape shape) {
    return tf.withName(name).placeholder(type, Placeholder.shape(shape));
  }

  private Network network(String name, ModuleScope scope) {
    int outputs =
        config.loss().codebookOnly()
            ? config.model().codebookSize()
            : config.transformer().vocabularySize();
    Operand<TFloat32> logits = Transformer.logits(scope, config.transformer(), inputs, outputs);
    Operand<TFloat32> loss =
        Losses.weightedCrossEntropy(
            tf.withSubScope(name),
            logits,
            labels,
            weights,
            outputs,
            config.loss().labelSmoothing());
    return new Network(scope.parameters(), logits, loss);
  }

  private Operand<TFloat32> codebookOnly(Operand<TFloat32> logits) {
    return tf.slice(
        logits,
        tf.constant(new int[] {0, 0, 0}),
        tf.constant(new int[] {-1, -1, config.model().codebookSize()}));
  }

  private ImmutableList<Op> updateOfAverage() {
    double decay = config.optimizer().emaDecay();
    return MovingAverage.update(tf, decay, averaged.variables(), optimizer.next());
  }

  /** Builds the transfer of what a saved training holds: parameters, average, slots, step. */
  TrainingState state() {
    return TrainingState.build(
        graph,
        trained.variables(),
        ImmutableList.<Variable<?>>builder()
            .addAll(averaged.variables())
            .addAll(optimizer.state())
            .build());
  }
}
