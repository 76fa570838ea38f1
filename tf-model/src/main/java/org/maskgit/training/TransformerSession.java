package org.maskgit.training;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import org.maskgit.checkpoint.Checkpoint;
import org.maskgit.graph.Device;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;

/** The runs that a training is made of. */
final class TransformerSession implements AutoCloseable {
  private static final String NETWORK = "the transformer";
  private static final String STEP = TrainingGraph.OPTIMIZER + "/step";

  private final TrainingConfig config;
  private final Graph graph;
  private final TrainingGraph ops;
  private final TrainingState state;
  private final Session session;

  private TransformerSession(TrainingConfig config, Graph graph, Device device) {
    this.config = config;
    this.graph = graph;
    this.ops = TrainingGraph.build(graph, config);
    this.state = ops.state();
    this.session = device.open(graph);
  }

  /** Builds the graph; the variables are not filled yet. */
  static TransformerSession open(TrainingConfig config, Device device) {
    Graph graph = new Graph();
    try {
      return new TransformerSession(config, graph, device);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  /** Fills the variables with drawn weights; returns 0, the steps. */
  long begin() {
    return begin(InitialWeights.of(state.parameters(), config.seed()));
  }

  /** Fills the variables with a transformer; returns 0, the steps. */
  long begin(Checkpoint weights) {
    return resume(state.beginning(weights, NETWORK));
  }

  /** Fills the variables with a saved state; returns the steps. */
  long resume(Checkpoint saved) {
    state.fill(session, saved);
    return saved.tensor(STEP).bytes().getLong();
  }

  /** Makes an update; {@code step} is the number of those before. */
  StepReport update(MaskedBatch batch, long step) {
    return config.microBatches() == 1 ? whole(batch, step) : inParts(batch, step);
  }

  private StepReport whole(MaskedBatch batch, long step) {
    AdamW optimizer = ops.optimizer;
    float[][] found =
        run(
            batch,
            step,
            ops.update,
            List.of(ops.trained.loss(), optimizer.gradientNorm(), optimizer.rate()));
    return report(batch, step, found[0][0], found[1][0], found[2][0]);
  }

  private StepReport inParts(MaskedBatch batch, long step) {
    int parts = config.microBatches();
    int size = batch.size() / parts;
    float loss = 0;
    for (int part = 0; part < parts; part++) {
      List<Op> sum = part == 0 ? ops.firstMicroBatch : ops.furtherMicroBatch;
      MaskedBatch own = batch.slice(part * size, size);
      loss += run(own, step * parts + part, sum, List.of(ops.trained.loss()))[0][0] / parts;
    }
    Session.Runner runner = session.runner();
    ops.update.forEach(runner::addTarget);
    float[][] found = fetch(runner, List.of(ops.optimizer.gradientNorm(), ops.optimizer.rate()));
    return report(batch, step, loss, found[0][0], found[1][0]);
  }

  private static StepReport report(
      MaskedBatch batch, long step, float loss, float norm, float rate) {
    return new StepReport(step + 1, loss, norm, rate, batch.maskedShares());
  }

  /** Starts a run of what {@link #ops} holds. */
  Session.Runner runner() {
    return session.runner();
  }

  /** Runs operations on a batch; {@code place} is its own number in the training, for dropout. */
  float[][] run(MaskedBatch batch, long place, List<Op> targets, List<Operand<TFloat32>> fetches) {
    try (TInt32 inputs = TInt32.tensorOf(StdArrays.ndCopyOf(batch.inputs()));
        TInt32 labels = TInt32.tensorOf(StdArrays.ndCopyOf(batch.labels()));
        TFloat32 weights = TFloat32.tensorOf(StdArrays.ndCopyOf(batch.weights()));
        TInt64 seed = TInt64.vectorOf(config.seed(), place)) {
      Session.Runner runner =
          session
              .runner()
              .feed(ops.inputs.asOutput(), inputs)
              .feed(ops.labels.asOutput(), labels)
              .feed(ops.weights.asOutput(), weights)
              .feed(ops.seed.asOutput(), seed);
      targets.forEach(runner::addTarget);
      return fetch(runner, fetches);
    }
  }

  private static float[][] fetch(Session.Runner runner, List<Operand<TFloat32>> fetches) {
    fetches.forEach(runner::fetch);
    try (Result result = runner.run()) {
      float[][] values = new float[fetches.size()][];
      for (int i = 0; i < values.length; i++) {
        TFloat32 value = (TFloat32) result.get(i);
        values[i] = new float[Math.toIntExact(value.size())];
        value.copyTo(DataBuffers.of(values[i]));
      }
      return values;
    }
  }

  /** The loss of the moving average. */
  float loss(MaskedBatch batch) {
    return run(batch, 0, List.of(), List.of(ops.averaged.loss()))[0][0];
  }

  /** The logits of the moving average, [batch, positions, codebook]. */
  float[] logits(int[][] tokens) {
    try (TInt32 ids = TInt32.tensorOf(StdArrays.ndCopyOf(tokens))) {
      Session.Runner runner = session.runner().feed(ops.inputs.asOutput(), ids);
      return fetch(runner, List.of(ops.averageLogits))[0];
    }
  }

  /** Writes all variables. */
  void save(Path file, ImmutableMap<String, String> metadata) {
    state.save(session, file, metadata);
  }

  /** Copies the parameters, or what stands under their names behind a prefix. */
  Checkpoint transformer(String prefix, String name) {
    return state.copy(session, prefix, state.parameters(), name);
  }

  /** What is run. */
  TrainingGraph ops() {
    return ops;
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
